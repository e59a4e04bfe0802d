// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * ETags: of the form of S3's, and, like those of its encrypted objects, not the MD5 of the bytes,
 * which would cost more than all the rest. They tell where the bytes lie, so that only copies have
 * the same.
 */
final class ETags {
  private ETags() {}

  /** The ETag of a part, or of an object that was put whole. */
  static String of(List<Extent> extents) {
    byte[] text = extents.toString().getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(Checksums.md5().digest(text));
  }

  /** The ETag of an object that was put together: of those of its parts, as S3 does it. */
  static String together(List<String> parts) {
    MessageDigest digest = Checksums.md5();
    parts.forEach(part -> digest.update(HexFormat.of().parseHex(part)));
    return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
  }

  /** Whether two texts are the same ETag, with or without quotation marks. */
  static boolean same(String one, String other) {
    return one != null && other != null && one.replace("\"", "").equals(other.replace("\"", ""));
  }
}
