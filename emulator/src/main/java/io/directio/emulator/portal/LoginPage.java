// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import io.directio.emulator.wire.Response;

/** The web page that people log in with; programs get it when something is wrong. */
public final class LoginPage {
  private LoginPage() {}

  /** The page, with status 200. */
  public static Response response() {
    return Response.of(
        200,
        "text/html;charset=UTF-8",
        "<!DOCTYPE html><html><head><title>Login</title></head><body><form method=\"post\" action=\"/ServicesPortal/api/login\">"
            + "<input name=\"j_username\"><input name=\"j_password\" type=\"password\"></form></body></html>");
  }
}
