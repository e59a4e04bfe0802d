// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import java.time.Instant;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * What a request wants of the object that it reads. Each may be null. Those of writes are refused
 * by s3proxy.
 */
record Preconditions(
    String match, String noneMatch, Instant modifiedSince, Instant unmodifiedSince) {

  static Preconditions of(GetObjectRequest request) {
    return new Preconditions(
        request.ifMatch(),
        request.ifNoneMatch(),
        request.ifModifiedSince(),
        request.ifUnmodifiedSince());
  }

  static Preconditions of(CopyObjectRequest request) {
    return new Preconditions(
        request.copySourceIfMatch(),
        request.copySourceIfNoneMatch(),
        request.copySourceIfModifiedSince(),
        request.copySourceIfUnmodifiedSince());
  }

  static Preconditions of(UploadPartCopyRequest request) {
    return new Preconditions(
        request.copySourceIfMatch(),
        request.copySourceIfNoneMatch(),
        request.copySourceIfModifiedSince(),
        request.copySourceIfUnmodifiedSince());
  }

  /** Refuses the request if it wants another object; s3proxy makes a 304 of that where it must. */
  void check(HeadObjectResponse head) {
    boolean other = match != null && !isMeant(match, head);
    boolean same = noneMatch != null && isMeant(noneMatch, head);
    boolean old = modifiedSince != null && !head.lastModified().isAfter(modifiedSince);
    boolean changed = unmodifiedSince != null && head.lastModified().isAfter(unmodifiedSince);
    if (other || same || old || changed) {
      throw S3Exceptions.fromStatusCode(412);
    }
  }

  private static boolean isMeant(String tag, HeadObjectResponse head) {
    return tag.equals("*") || ETags.same(tag, head.eTag());
  }
}
