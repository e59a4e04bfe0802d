// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

/** Credentials of the environment of this process. */
record EnvironmentCredentials() implements CredentialsSource {

  @Override
  public Credentials resolve() throws CredentialsException {
    return NamedValues.credentials("the environment", System::getenv);
  }

  @Override
  public Login login() throws CredentialsException {
    return NamedValues.login("the environment", System::getenv);
  }
}
