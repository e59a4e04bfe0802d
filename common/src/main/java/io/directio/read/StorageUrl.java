// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.Locale;

/** Reads from a block's URL whom it asks. The URL has been found to be one before. */
final class StorageUrl {

  private StorageUrl() {}

  /** Host and port as they stand in the URL, in lower case: what is throttled as one. */
  static String authority(String url) {
    int start = url.indexOf("://") + 3;
    int end = start;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return url.substring(start, end).toLowerCase(Locale.ROOT);
  }

  /** The host without its port, in lower case. */
  static String host(String url) {
    String authority = authority(url);
    int port = authority.lastIndexOf(':');
    return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
  }
}
