// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Objects share bytes, and nobody who reads them can tell. */
class PackedBlobStoreTest {
  private static final String BUCKET = "bucket";

  private final Random random = new Random(7);

  @TempDir Path directory;

  private PackedBlobStore store;

  @BeforeEach
  void start() throws Exception {
    store = new PackedBlobStore(directory);
    store.createContainer(CreateBucketRequest.builder().bucket(BUCKET).build());
  }

  @AfterEach
  void stop() {
    store.close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void readsAnyRangeOfAnObjectThatWasPutTogether() throws Exception {
    byte[] all = bytes(700_000);
    put("piece", Arrays.copyOfRange(all, 300_000, 300_001));
    MultipartUpload upload = begin("whole");
    List<CompletedPart> parts = new ArrayList<>();
    parts.add(part(upload, 1, Arrays.copyOf(all, 300_000)));
    String copied =
        store
            .copyMultipartPart(
                upload,
                UploadPartCopyRequest.builder()
                    .sourceBucket(BUCKET)
                    .sourceKey("piece")
                    .partNumber(2)
                    .build())
            .copyPartResult()
            .eTag();
    parts.add(CompletedPart.builder().partNumber(2).eTag(copied).build());
    parts.add(part(upload, 3, Arrays.copyOfRange(all, 300_001, all.length)));
    complete(upload, parts);
    store.removeBlob(DeleteObjectRequest.builder().bucket(BUCKET).key("piece").build());

    assertThat(read("whole", null)).isEqualTo(all);
    for (int i = 0; i < 50; i++) {
      int first = random.nextInt(all.length);
      int last = first + random.nextInt(all.length - first);
      assertThat(read("whole", "bytes=" + first + "-" + last))
          .isEqualTo(Arrays.copyOfRange(all, first, last + 1));
    }
    assertThat(read("whole", "bytes=299999-300001"))
        .isEqualTo(Arrays.copyOfRange(all, 299_999, 300_002));
    assertThat(read("whole", "bytes=-5"))
        .isEqualTo(Arrays.copyOfRange(all, all.length - 5, all.length));
    assertThatThrownBy(() -> read("whole", "bytes=700000-"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    HeadObjectResponse head = store.blobMetadata(BUCKET, "whole");
    assertThat(head.eTag()).matches("[0-9a-f]{32}-3");
    assertThat(head.checksumCRC32C()).isEqualTo(crc32c(all));
    assertThat(head.metadata()).containsEntry("of", "the upload");
  }

  @Test
  void keepsTheBytesOfACopyWhenItsSourceIsReplaced() throws Exception {
    put("source", "old".getBytes());
    store.copyBlob(copy("source", "copy").build());
    store.copyBlob(
        copy("source", "renamed")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("another", "one"))
            .build());
    put("source", "new".getBytes());
    assertThat(read("copy", null)).asString().isEqualTo("old");
    assertThat(read("source", null)).asString().isEqualTo("new");
    assertThat(store.blobMetadata(BUCKET, "copy").metadata()).isEqualTo(Map.of("of", "the put"));
    assertThat(store.blobMetadata(BUCKET, "renamed").metadata())
        .isEqualTo(Map.of("another", "one"));
    assertThat(store.blobMetadata(BUCKET, "copy").eTag())
        .isNotEqualTo(store.blobMetadata(BUCKET, "source").eTag());
  }

  @Test
  void listsPageByPage() {
    List<String> keys = List.of("a/1", "a/2", "a/b/1", "a0", "b/1", "b/2", "c");
    for (String key : keys) {
      put(key, key.getBytes());
    }
    for (int most = 1; most <= keys.size(); most++) {
      assertThat(listed("", null, most)).isEqualTo(keys);
      assertThat(listed("a/", null, most)).containsExactly("a/1", "a/2", "a/b/1");
      assertThat(listed("", "/", most)).containsExactly("a/", "a0", "b/", "c");
      assertThat(listed("a/", "/", most)).containsExactly("a/1", "a/2", "a/b/");
      assertThat(listed("x", "/", most)).isEmpty();
    }
  }

  private List<String> listed(String prefix, String delimiter, int most) {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      ListObjectsV2Response page =
          store.list(
              ListObjectsV2Request.builder()
                  .bucket(BUCKET)
                  .prefix(prefix)
                  .delimiter(delimiter)
                  .maxKeys(most)
                  .continuationToken(token)
                  .build());
      assertThat(page.contents().size() + page.commonPrefixes().size()).isLessThanOrEqualTo(most);
      page.contents().stream().map(S3Object::key).forEach(names::add);
      page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(names::add);
      token = page.nextContinuationToken();
    } while (token != null);
    return names.stream().sorted().toList();
  }

  @Test
  void refusesABodyThatIsNotWhatItsMd5Tells() {
    String other = Base64.getEncoder().encodeToString(Checksums.md5().digest("other".getBytes()));
    assertThatThrownBy(
            () ->
                store.putBlob(
                    PutObjectRequest.builder()
                        .bucket(BUCKET)
                        .key("key")
                        .contentLength(4L)
                        .contentMD5(other)
                        .build(),
                    new ByteArrayInputStream("this".getBytes())))
        .hasMessageContaining("Bad Request");
    assertThat(store.blobExists(BUCKET, "key")).isFalse();
  }

  @Test
  void completesOnlyWithThePartsThatItHas() {
    MultipartUpload upload = begin("whole");
    CompletedPart part = part(upload, 1, bytes(10));
    List<CompletedPart> wrong =
        List.of(
            part.toBuilder().partNumber(2).build(),
            part.toBuilder().eTag("0".repeat(32)).build(),
            part.toBuilder().checksumCRC32C("AAAAAA==").build());
    for (CompletedPart other : wrong) {
      assertThatThrownBy(() -> complete(upload, List.of(other)))
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidPart"));
    }
    assertThat(store.blobExists(BUCKET, "whole")).isFalse();
    assertThat(store.listMultipartUploads(BUCKET)).hasSize(1);
    complete(upload, List.of(part));
    assertThat(store.blobExists(BUCKET, "whole")).isTrue();
    assertThat(store.listMultipartUploads(BUCKET)).isEmpty();
  }

  @Test
  void knowsNothingOfAnUploadThatWasAborted() {
    MultipartUpload upload = begin("whole");
    CompletedPart part = part(upload, 1, bytes(10));
    store.abortMultipartUpload(upload);
    assertThatThrownBy(() -> part(upload, 2, bytes(10))).hasMessageContaining("Not Found");
    assertThatThrownBy(() -> complete(upload, List.of(part))).hasMessageContaining("Not Found");
    assertThatThrownBy(() -> store.abortMultipartUpload(upload)).hasMessageContaining("Not Found");
    assertThat(store.listMultipartUpload(upload)).isEmpty();
  }

  @Test
  void readsAnObjectOnlyIfItIsTheOneThatIsMeant() throws Exception {
    put("key", "bytes".getBytes());
    String tag = store.blobMetadata(BUCKET, "key").eTag();
    GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(BUCKET).key("key");
    try (InputStream in = store.getBlob(get.ifMatch('"' + tag + '"').build())) {
      assertThat(in.readAllBytes()).asString().isEqualTo("bytes");
    }
    put("key", "others".getBytes());
    assertThatThrownBy(() -> store.getBlob(get.build()))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThatThrownBy(() -> store.copyBlob(copy("key", "copy").copySourceIfMatch(tag).build()))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private void put(String key, byte[] bytes) {
    store.putBlob(
        PutObjectRequest.builder()
            .bucket(BUCKET)
            .key(key)
            .contentLength((long) bytes.length)
            .metadata(Map.of("of", "the put"))
            .build(),
        new ByteArrayInputStream(bytes));
  }

  private byte[] read(String key, String range) throws IOException {
    try (InputStream in =
        store.getBlob(GetObjectRequest.builder().bucket(BUCKET).key(key).range(range).build())) {
      return in.readAllBytes();
    }
  }

  private static CopyObjectRequest.Builder copy(String from, String to) {
    return CopyObjectRequest.builder()
        .sourceBucket(BUCKET)
        .sourceKey(from)
        .destinationBucket(BUCKET)
        .destinationKey(to);
  }

  private MultipartUpload begin(String key) {
    return store.initiateMultipartUpload(
        CreateMultipartUploadRequest.builder()
            .bucket(BUCKET)
            .key(key)
            .metadata(Map.of("of", "the upload"))
            .build());
  }

  private CompletedPart part(MultipartUpload upload, int number, byte[] bytes) {
    String tag =
        store
            .uploadMultipartPart(
                upload,
                UploadPartRequest.builder()
                    .partNumber(number)
                    .contentLength((long) bytes.length)
                    .build(),
                new ByteArrayInputStream(bytes))
            .eTag();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(tag)
        .checksumCRC32C(crc32c(bytes))
        .build();
  }

  private void complete(MultipartUpload upload, List<CompletedPart> parts) {
    store.completeMultipartUpload(
        upload,
        CompleteMultipartUploadRequest.builder()
            .multipartUpload(CompletedMultipartUpload.builder().parts(parts).build())
            .build());
  }

  private static String crc32c(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
