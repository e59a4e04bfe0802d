// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.SecretBearing;
import java.util.Objects;
import java.util.Optional;

/**
 * What the portal wants to see before it lists blocks, and what unwraps the keys of files. Secret:
 * not serialisable, and {@code toString} shows nothing of it.
 */
@SecretBearing
public final class Credentials {

  private final String bearer;
  private final String secretAccessKey;

  private Credentials(String bearer, String secretAccessKey) {
    this.bearer = checked("The access key id or bearer token", bearer);
    this.secretAccessKey =
        secretAccessKey == null ? null : checked("The secret access key", secretAccessKey);
  }

  /**
   * A pair of keys, as the portal's administrators create them.
   *
   * @throws IllegalArgumentException if one is empty or can't be a key; the message doesn't show it
   */
  public static Credentials ofKeys(String accessKeyId, String secretAccessKey) {
    Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    return new Credentials(accessKeyId, secretAccessKey);
  }

  /** A token alone: enough for listings, and for files that are not encrypted. */
  public static Credentials ofBearer(String token) {
    return new Credentials(token, null);
  }

  /** A token for the portal, and the secret access key for the keys of encrypted files. */
  public static Credentials ofBearer(String token, String secretAccessKey) {
    return ofKeys(token, secretAccessKey);
  }

  /** What stands behind {@code Authorization: Bearer}: a token, or the access key id itself. */
  public String bearer() {
    return bearer;
  }

  /** What file keys are unwrapped with; empty if only a token was given. */
  public Optional<String> secretAccessKey() {
    return Optional.ofNullable(secretAccessKey);
  }

  static String checked(String what, String value) {
    Objects.requireNonNull(value, what);
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          what + " is empty or holds a space, a line break or another character that no key has");
    }
    return value;
  }

  @Override
  public String toString() {
    return "Credentials (" + (secretAccessKey == null ? "a token" : "a pair of keys") + ")";
  }
}
