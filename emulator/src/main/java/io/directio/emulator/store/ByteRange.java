// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import java.util.Optional;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkRequests;

/**
 * The bytes of an object that a request is for.
 *
 * @param first offset of the first one
 * @param length how many
 * @param contentRange the header that tells so; empty if they are all
 */
public record ByteRange(long first, long length, Optional<String> contentRange) {

  /**
   * Reads the header Range.
   *
   * @param range null for everything
   * @param size the object's
   */
  public static ByteRange of(String range, long size) {
    SdkRequests.ByteRange asked = SdkRequests.parseRange(range);
    if (asked == null) {
      return new ByteRange(0, size, Optional.empty());
    }
    long first = asked.first() == null ? Math.max(0, size - asked.last()) : asked.first();
    long last =
        asked.first() == null || asked.last() == null ? size - 1 : Math.min(size - 1, asked.last());
    if (first > last) {
      throw S3Exceptions.fromStatusCode(416);
    }
    return new ByteRange(
        first, last - first + 1, Optional.of("bytes " + first + "-" + last + "/" + size));
  }
}
