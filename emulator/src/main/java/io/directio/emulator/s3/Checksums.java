// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;

/** Digests as S3 writes them. */
final class Checksums {
  private Checksums() {}

  /** The CRC-32C of what extents hold together. */
  static String text(List<Extent> extents) {
    byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(Extent.crc32c(extents)).array();
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** What computes an MD5, if the client tells one. */
  static Optional<MessageDigest> digest(String contentMd5) {
    return contentMd5 == null ? Optional.empty() : Optional.of(md5());
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    }
  }

  /** Refuses a body that isn't what its Content-MD5 tells. */
  static void check(Optional<MessageDigest> digest, String contentMd5) {
    if (digest.isPresent()
        && !Base64.getEncoder().encodeToString(digest.get().digest()).equals(contentMd5)) {
      throw new S3ProxyException(S3ErrorCode.BAD_DIGEST);
    }
  }
}
