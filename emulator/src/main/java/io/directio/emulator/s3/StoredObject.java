// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.store.ByteRange;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What stands under a key.
 *
 * @param head everything that a HEAD tells of it
 * @param extents its bytes
 */
record StoredObject(HeadObjectResponse head, List<Extent> extents) {

  StoredObject {
    extents = List.copyOf(extents);
  }

  /**
   * An object that is made now.
   *
   * @param head what the client wants its head to tell
   */
  static StoredObject of(HeadObjectResponse.Builder head, List<Extent> extents, String etag) {
    return new StoredObject(
        head.checksumCRC32C(Checksums.text(extents))
            .checksumType(ChecksumType.FULL_OBJECT)
            .contentLength(Extent.length(extents))
            .eTag(etag)
            .lastModified(Instant.now())
            .build(),
        extents);
  }

  long length() {
    return head.contentLength();
  }

  /** What a GET of a part of it tells. */
  GetObjectResponse get(ByteRange range) {
    return GetObjectResponse.builder()
        .cacheControl(head.cacheControl())
        .checksumCRC32C(head.checksumCRC32C())
        .checksumType(head.checksumType())
        .contentDisposition(head.contentDisposition())
        .contentEncoding(head.contentEncoding())
        .contentLanguage(head.contentLanguage())
        .contentLength(range.length())
        .contentRange(range.contentRange().orElse(null))
        .contentType(head.contentType())
        .eTag(head.eTag())
        .lastModified(head.lastModified())
        .metadata(head.metadata())
        .build();
  }

  /** What a listing tells. */
  S3Object listed(String key) {
    return S3Object.builder()
        .key(key)
        .eTag(head.eTag())
        .lastModified(head.lastModified())
        .size(length())
        .storageClass("STANDARD")
        .build();
  }
}
