// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.store.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * What s3proxy keeps its objects in: their bytes in a {@link Pack}, everything else in memory.
 * Copies and completed uploads share the bytes of what they were made from, so that they cost
 * nothing, as in a store that has others to do it. S3proxy checks signatures and the checksums of
 * bodies before they come here. Writes that depend on a condition, versions and encryption are not
 * supported; everything is private.
 *
 * <p><em>Threading:</em> may be used by many threads at once, but for {@link #close}.
 */
final class PackedBlobStore implements BlobStore {
  private final Pack pack;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /** An empty store that keeps its bytes in a new file of this directory. */
  PackedBlobStore(Path directory) throws IOException {
    this.pack = new Pack(directory);
  }

  @Override
  public void close() {
    try {
      pack.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ListBucketsResponse list() {
    return ListBucketsResponse.builder()
        .buckets(
            buckets.entrySet().stream()
                .map(bucket -> SdkResponses.bucket(bucket.getKey(), bucket.getValue().made()))
                .toList())
        .build();
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return bucket(request.bucket()).list(request);
  }

  @Override
  public HeadBucketResponse headBucket(HeadBucketRequest request) {
    bucket(request.bucket());
    return HeadBucketResponse.builder().build();
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    if (buckets.putIfAbsent(request.bucket(), new Bucket()) != null) {
      throw S3Exceptions.bucketAlreadyOwnedByYou(request.bucket());
    }
    return CreateBucketResponse.builder().build();
  }

  @Override
  public void deleteBucket(String name) {
    if (!bucket(name).isEmpty()) {
      throw S3Exceptions.bucketNotEmpty(name);
    }
    buckets.remove(name);
  }

  private Bucket bucket(String name) {
    return Optional.ofNullable(buckets.get(name))
        .orElseThrow(() -> S3Exceptions.noSuchBucket(name, ""));
  }

  private StoredObject object(String bucket, String key) {
    return bucket(bucket).find(key).orElseThrow(() -> S3Exceptions.noSuchKey(bucket, key, ""));
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    Bucket bucket = bucket(request.bucket());
    List<Extent> extents = store(payload, request.contentLength(), request.contentMD5());
    StoredObject object = StoredObject.of(Heads.of(request), extents, ETags.of(extents));
    bucket.put(request.key(), object);
    return SdkResponses.putResponse(object.head().eTag());
  }

  private List<Extent> store(InputStream body, long length, String contentMd5) {
    try (body) {
      Optional<MessageDigest> digest = Checksums.digest(contentMd5);
      Extent extent = pack.add(body, length, digest);
      Checksums.check(digest, contentMd5);
      return List.of(extent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    StoredObject source = object(request.sourceBucket(), request.sourceKey());
    Preconditions.of(request).check(source.head());
    StoredObject copy =
        StoredObject.of(Heads.of(request, source.head()), source.extents(), source.head().eTag());
    bucket(request.destinationBucket()).put(request.destinationKey(), copy);
    return SdkResponses.copyResponse(copy.head().eTag(), copy.head().lastModified());
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return object(request.bucket(), request.key()).head();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    StoredObject object = object(request.bucket(), request.key());
    Preconditions.of(request).check(object.head());
    ByteRange range = ByteRange.of(request.range(), object.length());
    // No timeout: the SDK would start a scheduler for it, for the rest of the JVM's life.
    return new ResponseInputStream<>(
        object.get(range),
        AbortableInputStream.create(pack.open(object.extents(), range.first(), range.length())),
        Duration.ZERO);
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    bucket(request.bucket()).remove(request.key());
    return DeleteObjectResponse.builder().build();
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    String id = UUID.randomUUID().toString();
    bucket(request.bucket()).begin(id, new Upload(request));
    return new MultipartUpload(id, request);
  }

  private Upload upload(MultipartUpload upload) {
    return bucket(upload.containerName())
        .upload(upload.id(), upload.blobName())
        .orElseThrow(() -> new S3ProxyException(S3ErrorCode.NO_SUCH_UPLOAD));
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream body) {
    Upload begun = upload(upload);
    List<Extent> extents = store(body, request.contentLength(), request.contentMD5());
    return SdkResponses.uploadedPart(begun.put(request.partNumber(), extents));
  }

  @Override
  public boolean supportsCopyMultipartPart() {
    return true;
  }

  @Override
  public UploadPartCopyResponse copyMultipartPart(
      MultipartUpload upload, UploadPartCopyRequest request) {
    if (request.copySourceRange() != null) {
      throw new UnsupportedOperationException("s3proxy reads and writes it then");
    }
    Upload begun = upload(upload);
    StoredObject source = object(request.sourceBucket(), request.sourceKey());
    Preconditions.of(request).check(source.head());
    return SdkResponses.copiedPart(
        begun.put(request.partNumber(), source.extents()), source.head().lastModified(), null);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    Upload begun = upload(upload);
    List<List<Extent>> parts =
        begun
            .extentsOf(request.multipartUpload().parts())
            .orElseThrow(() -> new S3ProxyException(S3ErrorCode.INVALID_PART));
    StoredObject object =
        StoredObject.of(
            Heads.of(begun.request()),
            parts.stream().flatMap(List::stream).toList(),
            ETags.together(parts.stream().map(ETags::of).toList()));
    Bucket bucket = bucket(upload.containerName());
    // The object is there before the upload is gone, so that who misses the one finds the other.
    bucket.put(upload.blobName(), object);
    bucket.end(upload.id());
    return SdkResponses.completeResponse(object.head().eTag());
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    if (!bucket(upload.containerName()).end(upload.id())) {
      throw new S3ProxyException(S3ErrorCode.NO_SUCH_UPLOAD);
    }
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return bucket(upload.containerName())
        .upload(upload.id(), upload.blobName())
        .map(Upload::parts)
        .orElse(List.of());
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String bucket) {
    return bucket(bucket).uploads().entrySet().stream()
        .map(
            upload ->
                SdkResponses.upload(
                    upload.getValue().key(), upload.getKey(), upload.getValue().begun()))
        .toList();
  }

  @Override
  public long getMinimumMultipartPartSize() {
    return 1;
  }

  @Override
  public BucketCannedACL getContainerAccess(String bucket) {
    return BucketCannedACL.PRIVATE;
  }

  @Override
  public void setContainerAccess(String bucket, BucketCannedACL access) {
    if (access != BucketCannedACL.PRIVATE) {
      throw new UnsupportedOperationException("buckets are private");
    }
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return ObjectCannedACL.PRIVATE;
  }

  @Override
  public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
    if (access != ObjectCannedACL.PRIVATE) {
      throw new UnsupportedOperationException("objects are private");
    }
  }
}
