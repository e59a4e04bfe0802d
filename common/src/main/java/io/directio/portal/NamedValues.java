// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.util.function.UnaryOperator;

/** Makes credentials of values that are looked up by name. */
final class NamedValues {

  private NamedValues() {}

  /**
   * @param where names the place in messages, such as "the environment"
   * @param values gives the value of a name, or null
   */
  static Credentials credentials(String where, UnaryOperator<String> values)
      throws CredentialsException {
    String accessKeyId = value(values, CredentialsSource.ACCESS_KEY_ID);
    String secret = value(values, CredentialsSource.SECRET_ACCESS_KEY);
    String bearer = value(values, CredentialsSource.BEARER);
    try {
      if (bearer != null) {
        return secret == null ? Credentials.ofBearer(bearer) : Credentials.ofBearer(bearer, secret);
      }
      if (accessKeyId != null && secret != null) {
        return Credentials.ofKeys(accessKeyId, secret);
      }
    } catch (IllegalArgumentException e) {
      throw new CredentialsException("Unusable credentials in " + where + ": " + e.getMessage());
    }
    if (accessKeyId != null || secret != null) {
      String there =
          accessKeyId != null
              ? CredentialsSource.ACCESS_KEY_ID
              : CredentialsSource.SECRET_ACCESS_KEY;
      String missing =
          accessKeyId != null
              ? CredentialsSource.SECRET_ACCESS_KEY
              : CredentialsSource.ACCESS_KEY_ID;
      throw new CredentialsException(
          "In " + where + " there is " + there + ", but " + missing + " is missing");
    }
    throw new CredentialsException(
        "No credentials in "
            + where
            + ": set "
            + CredentialsSource.ACCESS_KEY_ID
            + " and "
            + CredentialsSource.SECRET_ACCESS_KEY
            + ", or "
            + CredentialsSource.BEARER);
  }

  /** As {@link #credentials}, for who asks the Notification Service. */
  static Login login(String where, UnaryOperator<String> values) throws CredentialsException {
    String user = value(values, CredentialsSource.USER);
    String password = value(values, CredentialsSource.PASSWORD);
    String bearer = value(values, CredentialsSource.BEARER);
    if (user != null && password != null) {
      return Login.ofUser(user, password);
    }
    if (bearer != null) {
      try {
        return Login.ofBearer(bearer);
      } catch (IllegalArgumentException e) {
        throw new CredentialsException("Unusable token in " + where + ": " + e.getMessage());
      }
    }
    throw new CredentialsException(
        "Nobody to log in as in "
            + where
            + ": set "
            + CredentialsSource.USER
            + " and "
            + CredentialsSource.PASSWORD
            + ", or "
            + CredentialsSource.BEARER);
  }

  private static String value(UnaryOperator<String> values, String name) {
    String value = values.apply(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
