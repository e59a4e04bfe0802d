// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.Response;

/** The web page that people log in with; programs get it when something is wrong. */
public final class LoginPage {
  /** Its content type. */
  public static final String CONTENT_TYPE = "text/html;charset=UTF-8";

  /** Its text. */
  public static final String HTML =
      """
      <!DOCTYPE html>
      <html><head><title>Login</title></head>
      <body><form method="post" action="/ServicesPortal/api/login">
      <input name="j_username"><input name="j_password" type="password"><button>Log in</button>
      </form></body></html>
      """;

  private LoginPage() {}

  /** The page, with status 200 and these headers. */
  public static Response response(Headers headers) {
    return new Response(200, headers.add("Content-Type", CONTENT_TYPE), Body.of(HTML));
  }
}
