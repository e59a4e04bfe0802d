// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Objects;
import java.util.ServiceLoader;
import javax.crypto.Cipher;

/**
 * Which implementation of AES is used for keys and blocks: the platform's own by default, or any
 * JCA provider by its name, for instance {@code BCFIPS} where a validated module is demanded, or
 * Bouncy Castle's LTS build. The plain {@code BC} provider works too, but is some fifty times
 * slower than the JDK's, which uses the processor's instructions.
 *
 * <p>A provider is looked up among those that are registered with the JVM ({@code
 * security.provider.N} in {@code java.security}, or {@link Security#addProvider}), then among those
 * that jars on the class path offer as a service; the latter need no registration.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class CryptoProvider implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final CryptoProvider PLATFORM = new CryptoProvider(null);

  private final String name;

  private CryptoProvider(String name) {
    this.name = name;
  }

  /** Whatever the JVM prefers: the JDK's own AES unless it is configured otherwise. */
  public static CryptoProvider platform() {
    return PLATFORM;
  }

  /**
   * A JCA provider.
   *
   * @param name the name that {@link Provider#getName()} gives, such as {@code BC}
   */
  public static CryptoProvider named(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("The name of a crypto provider can't be blank");
    }
    return new CryptoProvider(name);
  }

  /**
   * A cipher of this provider.
   *
   * @throws IllegalStateException if the JVM has no such provider, or the provider no such cipher
   */
  Cipher cipher(String transformation) {
    try {
      return name == null
          ? Cipher.getInstance(transformation)
          : Cipher.getInstance(transformation, find());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The " + this + " does not offer the cipher " + transformation, e);
    }
  }

  private Provider find() {
    Provider registered = Security.getProvider(name);
    if (registered != null) {
      return registered;
    }
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(candidate -> candidate.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The "
                        + this
                        + " is neither registered with this JVM nor offered by a jar on the class"
                        + " path: add its jar, or register it in java.security"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CryptoProvider that && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(name);
  }

  @Override
  public String toString() {
    return name == null ? "platform's crypto provider" : "crypto provider '" + name + "'";
  }
}
