// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.SecretBearing;
import io.directio.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Looks for cloud drive folders; its answer is XML, which looks like a page, and may be one. */
@SecretBearing
final class FolderCall extends NotificationCall<FolderFormat.Page> {

  private static final String WHAT = "finding a folder by its name";
  private static final int LARGEST = 4 << 20;

  FolderCall(String base, byte[] body, PortalSession session) {
    super(WHAT, base + "/api/cloudDrives", body, session);
  }

  @Override
  String contentType() {
    return "text/plain";
  }

  @Override
  public boolean takesPages() {
    return true;
  }

  @Override
  public FolderFormat.Page read(InputStream in, HttpAnswer answer)
      throws IOException, FailedAttempt {
    byte[] body = in.readNBytes(LARGEST);
    String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.contains("html")) {
      throw page(UnexpectedPage.describe(body));
    }
    return FolderFormat.parse(body);
  }

  @Override
  public String toString() {
    return WHAT;
  }
}
