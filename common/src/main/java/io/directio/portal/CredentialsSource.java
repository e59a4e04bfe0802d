// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.io.Serializable;

/**
 * Tells where credentials come from, without holding them: this is what travels with a job, and
 * each worker resolves it for itself.
 *
 * <p>An implementation that holds the values themselves carries them into job graphs, checkpoints
 * and logs of whatever engine it is used with. That is for tests only.
 *
 * <p><b>Threading:</b> {@link #resolve()} may be called by any thread.
 */
@FunctionalInterface
public interface CredentialsSource extends Serializable {

  /** Name of the access key id, in the environment and in files. */
  String ACCESS_KEY_ID = "DIRECTIO_ACCESS_KEY_ID";

  /** Name of the secret access key, in the environment and in files. */
  String SECRET_ACCESS_KEY = "DIRECTIO_SECRET_ACCESS_KEY";

  /** Name of the user who asks the Notification Service, in the environment and in files. */
  String USER = "DIRECTIO_USER";

  /** Name of that user's password, in the environment and in files. */
  String PASSWORD = "DIRECTIO_PASSWORD";

  /** Name of the bearer token, in the environment and in files. */
  String BEARER = "DIRECTIO_BEARER";

  /**
   * Reads the credentials. Called at the start, and again when the portal refuses them, so that
   * keys can be changed under a running job.
   *
   * @throws CredentialsException if there are none, or they can't be read
   */
  Credentials resolve() throws CredentialsException;

  /**
   * Reads who asks the Notification Service. Called at the start, and again when the portal refuses
   * it, so that a password can be changed under a running job.
   *
   * @throws CredentialsException if there is nobody, which is so unless a source says otherwise, or
   *     it can't be read
   */
  default Login login() throws CredentialsException {
    throw new CredentialsException("This source of credentials has no user and password");
  }

  /**
   * The variables {@value #ACCESS_KEY_ID} and {@value #SECRET_ACCESS_KEY}, or {@value #BEARER}, of
   * the process that resolves them. Who asks the Notification Service: {@value #USER} and {@value
   * #PASSWORD}, or else {@value #BEARER}.
   */
  static CredentialsSource environment() {
    return new EnvironmentCredentials();
  }

  /**
   * A file with lines {@code NAME=VALUE}, with the names of the environment variables; empty lines
   * and lines that start with {@code #} are skipped. It must lie at the same path on every worker,
   * and should be readable by its owner only: otherwise a warning is logged.
   */
  static CredentialsSource file(String path) {
    return new FileCredentials(path);
  }
}
