// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.portal.Credentials;
import io.directio.portal.CredentialsException;
import io.directio.portal.CredentialsSource;
import io.directio.portal.Login;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.util.GcpSecret;
import org.apache.beam.sdk.util.Secret;
import org.apache.beam.sdk.util.SerializableUtils;

/**
 * Credentials that each worker asks a secret manager for, by Beam's {@link Secret}: the references
 * travel with the pipeline, what they stand for does not.
 *
 * <pre>{@code
 * SecretCredentials.ofKeys(
 *     new GcpSecret("projects/p/secrets/directio-id/versions/latest"),
 *     new GcpSecret("projects/p/secrets/directio-key/versions/latest"))
 * }</pre>
 *
 * <p>Google's secret manager needs its client, {@code google-cloud-secretmanager}, on the class
 * path of the workers; Beam does not bring it. A {@code Secret} of your own must hold a reference,
 * not the value, and serialize the same way every time, because workers share what they have open
 * by it.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class SecretCredentials implements CredentialsSource {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Secret> secrets;

  private SecretCredentials(Map<String, Secret> secrets) {
    this.secrets = new TreeMap<>(secrets);
    this.secrets.forEach((name, secret) -> Objects.requireNonNull(secret, name));
  }

  /** A pair of keys, as the portal's administrators create them. */
  public static SecretCredentials ofKeys(Secret accessKeyId, Secret secretAccessKey) {
    TreeMap<String, Secret> keys = new TreeMap<>();
    keys.put(ACCESS_KEY_ID, accessKeyId);
    keys.put(SECRET_ACCESS_KEY, secretAccessKey);
    return new SecretCredentials(keys);
  }

  /** A token, which is enough for listings and for files that are not encrypted. */
  public static SecretCredentials ofBearer(Secret token) {
    TreeMap<String, Secret> keys = new TreeMap<>();
    keys.put(BEARER, token);
    return new SecretCredentials(keys);
  }

  /**
   * Credentials by their names, with references as Beam's options have them, such as {@code
   * type:gcpsecret;version_name:projects/p/secrets/s/versions/latest}.
   *
   * @param references by {@link CredentialsSource#ACCESS_KEY_ID} and the other names there
   * @throws IllegalArgumentException if a name is none of them, a reference is not understood, or
   *     they are not enough; what was given as a reference is not repeated, it could be the secret
   */
  public static SecretCredentials parse(Map<String, String> references) {
    TreeMap<String, Secret> secrets = new TreeMap<>();
    references.forEach((name, reference) -> secrets.put(known(name), parse(name, reference)));
    boolean keys = secrets.containsKey(ACCESS_KEY_ID) && secrets.containsKey(SECRET_ACCESS_KEY);
    if (!keys && !secrets.containsKey(BEARER)) {
      throw new IllegalArgumentException(
          "Secrets are missing: give "
              + ACCESS_KEY_ID
              + " and "
              + SECRET_ACCESS_KEY
              + ", or "
              + BEARER);
    }
    return new SecretCredentials(secrets);
  }

  private static String known(String name) {
    if (!Arrays.asList(ACCESS_KEY_ID, SECRET_ACCESS_KEY, BEARER, USER, PASSWORD).contains(name)) {
      throw new IllegalArgumentException("No credential has the name given: " + name);
    }
    return name;
  }

  private static Secret parse(String name, String reference) {
    try {
      return Secret.parseSecretOption(reference);
    } catch (RuntimeException e) {
      // Neither its message nor its stack: they quote what was given.
      throw new IllegalArgumentException(
          "What is given for "
              + name
              + " is no reference to a secret, such as"
              + " type:gcpsecret;version_name:projects/p/secrets/s/versions/latest");
    }
  }

  /** The same with who asks the Notification Service. */
  public SecretCredentials withLogin(Secret user, Secret password) {
    TreeMap<String, Secret> more = new TreeMap<>(secrets);
    more.put(USER, user);
    more.put(PASSWORD, password);
    return new SecretCredentials(more);
  }

  @Override
  public Credentials resolve() throws CredentialsException {
    try {
      if (secrets.containsKey(BEARER)) {
        return secrets.containsKey(SECRET_ACCESS_KEY)
            ? Credentials.ofBearer(value(BEARER), value(SECRET_ACCESS_KEY))
            : Credentials.ofBearer(value(BEARER));
      }
      return Credentials.ofKeys(value(ACCESS_KEY_ID), value(SECRET_ACCESS_KEY));
    } catch (IllegalArgumentException e) {
      throw new CredentialsException("Unusable credentials in a secret: " + e.getMessage());
    }
  }

  @Override
  public Login login() throws CredentialsException {
    if (secrets.containsKey(USER) && secrets.containsKey(PASSWORD)) {
      return Login.ofUser(value(USER), value(PASSWORD));
    }
    if (!secrets.containsKey(BEARER)) {
      throw new CredentialsException(
          "Nobody to log in as: no secrets for " + USER + " and " + PASSWORD);
    }
    try {
      return Login.ofBearer(value(BEARER));
    } catch (IllegalArgumentException e) {
      throw new CredentialsException("Unusable token in a secret: " + e.getMessage());
    }
  }

  private String value(String name) throws CredentialsException {
    Secret secret = secrets.get(name);
    try {
      return new String(secret.getSecretBytes(), StandardCharsets.UTF_8).strip();
    } catch (NoClassDefFoundError e) {
      String client =
          secret instanceof GcpSecret ? "; add com.google.cloud:google-cloud-secretmanager" : "";
      throw new CredentialsException(
          "The secret for " + name + " can't be read: a class is missing" + client, e);
    } catch (RuntimeException e) {
      throw new CredentialsException("The secret for " + name + " can't be read", e);
    }
  }

  /** Secrets don't tell whether they are equal; they are if they travel as the same bytes. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretCredentials that
        && Arrays.equals(
            SerializableUtils.serializeToByteArray(secrets),
            SerializableUtils.serializeToByteArray(that.secrets));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(SerializableUtils.serializeToByteArray(secrets));
  }

  @Override
  public String toString() {
    return "Secrets for " + secrets.keySet();
  }
}
