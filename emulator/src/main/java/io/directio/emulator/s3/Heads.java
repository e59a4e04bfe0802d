// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What the head of an object shall tell, by the request that makes it. */
final class Heads {
  private Heads() {}

  static HeadObjectResponse.Builder of(PutObjectRequest request) {
    return HeadObjectResponse.builder()
        .cacheControl(request.cacheControl())
        .contentDisposition(request.contentDisposition())
        .contentEncoding(request.contentEncoding())
        .contentLanguage(request.contentLanguage())
        .contentType(request.contentType())
        .metadata(request.metadata());
  }

  static HeadObjectResponse.Builder of(CreateMultipartUploadRequest request) {
    return HeadObjectResponse.builder()
        .cacheControl(request.cacheControl())
        .contentDisposition(request.contentDisposition())
        .contentEncoding(request.contentEncoding())
        .contentLanguage(request.contentLanguage())
        .contentType(request.contentType())
        .metadata(request.metadata());
  }

  static HeadObjectResponse.Builder of(CopyObjectRequest request, HeadObjectResponse source) {
    if (request.metadataDirective() != MetadataDirective.REPLACE) {
      return source.toBuilder();
    }
    return HeadObjectResponse.builder()
        .cacheControl(request.cacheControl())
        .contentDisposition(request.contentDisposition())
        .contentEncoding(request.contentEncoding())
        .contentLanguage(request.contentLanguage())
        .contentType(request.contentType())
        .metadata(request.metadata());
  }
}
