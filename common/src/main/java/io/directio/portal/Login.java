// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.SecretBearing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asks the Notification Service: a user with a password, or the bearer of a token. Secret: not
 * serialisable, and {@code toString} shows nothing of it.
 */
@SecretBearing
public final class Login {

  private final String user;
  private final String secret;

  private Login(String user, String secret) {
    this.user = user;
    this.secret = secret;
  }

  /**
   * A user, who is logged in with a password.
   *
   * @throws IllegalArgumentException if one of them is empty
   */
  public static Login ofUser(String user, String password) {
    if (user.isEmpty() || password.isEmpty()) {
      throw new IllegalArgumentException("The user or the password is empty");
    }
    return new Login(user, password);
  }

  /**
   * A token, which needs no login.
   *
   * @throws IllegalArgumentException if it is empty or can't be a token; the message doesn't show
   *     it
   */
  public static Login ofBearer(String token) {
    return new Login(null, Credentials.checked("The bearer token", token));
  }

  /** What stands behind {@code Authorization: Bearer}; empty for a user with a password. */
  Optional<String> bearer() {
    return user == null ? Optional.of(secret) : Optional.empty();
  }

  /** The form that logs a user in. */
  byte[] form() {
    Objects.requireNonNull(user, "user");
    return ("j_username=" + encoded(user) + "&j_password=" + encoded(secret))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Login (" + (user == null ? "a token" : "a user with a password") + ")";
  }
}
