// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.assemble.objects.Content;
import java.io.Closeable;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The calls that a destination makes, on one bucket. What is sent carries a CRC-32C, which the
 * store checks. A store that refuses it gets an MD5 instead, from then on.
 *
 * <p>All methods throw what the SDK throws, after it has tried again where that can help: {@link
 * Trouble} explains it.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Bucket implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);

  private static final int ATTEMPTS = 8;
  private static final int MOST_DELETED = 1000;
  private static final String TYPE = "application/octet-stream";

  /** What a store may call a digest that it doesn't know; the status tells nothing. */
  private static final Set<String> REFUSALS =
      Set.of(
          "NotImplemented",
          "InvalidRequest",
          "InvalidArgument",
          "MissingContentMD5",
          "MalformedXML");

  /** What stands under a key. */
  record Found(long size, Map<String, String> metadata) {}

  /** What stands under a key, and the digest of all its bytes, if the store has one. */
  record Digested(long size, Optional<Integer> crc32c) {}

  /** An object in a listing. */
  record Listed(String key, long size, Instant changed) {}

  /** An upload that was begun. */
  record Upload(String key, String id) {}

  /** A part that was uploaded. */
  record Uploaded(Part part, String etag) {}

  private interface Call<T> {
    T with(boolean checksum);
  }

  private final S3Client client;
  private final String name;
  private volatile boolean checksums = true;

  private Bucket(S3Client client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * @param connections how many calls may be made at the same time
   */
  static Bucket open(S3DestinationSpec spec, int connections) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(connections)
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(60)))
            .forcePathStyle(spec.pathStyle())
            .region(region(spec))
            // We know the digests of what we send already.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                override ->
                    override.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(ATTEMPTS)
                            .build()));
    if (spec.endpoint() != null) {
      URI endpoint = URI.create(spec.endpoint());
      builder.endpointOverride(endpoint);
      if (UnsignedPayloads.areSafe(endpoint)) {
        builder.putAuthScheme(new UnsignedPayloads());
      }
    }
    return new Bucket(builder.build(), spec.bucket());
  }

  private static Region region(S3DestinationSpec spec) {
    if (spec.region() != null) {
      return Region.of(spec.region());
    }
    try {
      return new DefaultAwsRegionProviderChain().getRegion();
    } catch (SdkClientException e) {
      if (spec.endpoint() == null) {
        throw e;
      }
      return Region.US_EAST_1;
    }
  }

  /** Asks for nothing, to see whether the bucket is there and may be listed. */
  void check(String prefix) {
    client.listObjectsV2(list -> list.bucket(name).prefix(prefix).maxKeys(1));
  }

  /** What stands under a key, if anything does. */
  Optional<Found> head(String key) {
    try {
      HeadObjectResponse answer = client.headObject(head -> head.bucket(name).key(key));
      return Optional.of(new Found(answer.contentLength(), answer.metadata()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !Trouble.isNoSuchBucket(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What stands under a key, if anything does, with the store's own digest of it. */
  Optional<Digested> headWithDigest(String key) {
    try {
      HeadObjectResponse answer =
          client.headObject(head -> head.bucket(name).key(key).checksumMode(ChecksumMode.ENABLED));
      // One of type COMPOSITE is a digest of the parts' digests.
      Optional<Integer> digest =
          answer.checksumType() == ChecksumType.COMPOSITE
              ? Optional.empty()
              : Optional.ofNullable(answer.checksumCRC32C()).flatMap(Bucket::parse);
      return Optional.of(new Digested(answer.contentLength(), digest));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !Trouble.isNoSuchBucket(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The bytes of an object. */
  InputStream get(String key) {
    return client.getObject(get -> get.bucket(name).key(key));
  }

  /** The bytes of an object from an offset to its end. */
  InputStream get(String key, long from) {
    return client.getObject(get -> get.bucket(name).key(key).range("bytes=" + from + "-"));
  }

  /** Stores an object in one request. */
  void put(String key, Content content, Map<String, String> metadata) {
    RequestBody body = body(content);
    withChecksum(
        checksum ->
            client.putObject(
                put -> {
                  put.bucket(name).key(key).metadata(metadata);
                  if (checksum) {
                    put.checksumCRC32C(base64(content.crc32c()));
                  } else {
                    put.contentMD5(content.md5());
                  }
                },
                body));
  }

  /** Copies an object of up to 5 GiB within the store. */
  void copy(String from, String to, Map<String, String> metadata) {
    client.copyObject(
        copy ->
            copy.sourceBucket(name)
                .sourceKey(from)
                .destinationBucket(name)
                .destinationKey(to)
                .contentType(TYPE)
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(metadata));
  }

  /** Lists the objects whose keys begin so, in the order of their keys. */
  void list(String prefix, Consumer<Listed> listed) {
    client
        .listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix))
        .contents()
        .forEach(object -> listed.accept(listed(object)));
  }

  private static Listed listed(S3Object object) {
    return new Listed(object.key(), object.size(), object.lastModified());
  }

  /** Deletes objects; those that are not there don't matter. */
  void delete(Collection<String> keys) {
    List<String> all = new ArrayList<>(keys);
    for (int from = 0; from < all.size(); from += MOST_DELETED) {
      deleteSome(all.subList(from, Math.min(all.size(), from + MOST_DELETED)));
    }
  }

  private void deleteSome(List<String> keys) {
    if (keys.size() > 1) {
      try {
        deleteTogether(keys);
        return;
      } catch (S3Exception e) {
        if (!isRefusal(e)) {
          throw e;
        }
        LOG.debug("The store doesn't delete several objects at once", e);
      }
    }
    keys.forEach(key -> client.deleteObject(delete -> delete.bucket(name).key(key)));
  }

  private void deleteTogether(List<String> keys) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsResponse answer =
        client.deleteObjects(
            delete ->
                delete.bucket(name).delete(Delete.builder().objects(objects).quiet(true).build()));
    if (answer.hasErrors() && !answer.errors().isEmpty()) {
      throw S3Exception.builder()
          .statusCode(409)
          .message(
              "'"
                  + answer.errors().get(0).key()
                  + "' was not deleted: "
                  + answer.errors().get(0).code())
          .build();
    }
  }

  /** Begins an upload in parts. */
  Upload begin(String key, Map<String, String> metadata) {
    return withChecksum(
        checksum ->
            new Upload(
                key,
                client
                    .createMultipartUpload(
                        create -> {
                          create.bucket(name).key(key).contentType(TYPE).metadata(metadata);
                          if (checksum) {
                            create
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                .checksumType(ChecksumType.FULL_OBJECT);
                          }
                        })
                    .uploadId()));
  }

  /** Copies an object into a part of an upload, within the store. */
  Uploaded copyPart(Upload upload, Part part, String from) {
    String etag =
        client
            .uploadPartCopy(
                copy ->
                    copy.sourceBucket(name)
                        .sourceKey(from)
                        .destinationBucket(name)
                        .destinationKey(upload.key())
                        .uploadId(upload.id())
                        .partNumber(part.number()))
            .copyPartResult()
            .eTag();
    return new Uploaded(part, etag);
  }

  /** Sends a part of an upload. */
  Uploaded putPart(Upload upload, Part part, Content content) {
    RequestBody body = body(content);
    String etag =
        withChecksum(
                checksum ->
                    client.uploadPart(
                        put -> {
                          put.bucket(name)
                              .key(upload.key())
                              .uploadId(upload.id())
                              .partNumber(part.number());
                          if (checksum) {
                            put.checksumCRC32C(base64(content.crc32c()));
                          } else {
                            put.contentMD5(content.md5());
                          }
                        },
                        body))
            .eTag();
    return new Uploaded(part, etag);
  }

  /**
   * Puts the parts of an upload together. The store compares the digest of the whole with ours.
   *
   * @return the digest of the object, if the store tells it
   */
  Optional<Integer> complete(Upload upload, List<Uploaded> parts, int crc32c) {
    return withChecksum(
        checksum -> {
          List<CompletedPart> completed =
              parts.stream().map(part -> completed(part, checksum)).toList();
          String digest =
              client
                  .completeMultipartUpload(
                      complete -> {
                        complete
                            .bucket(name)
                            .key(upload.key())
                            .uploadId(upload.id())
                            .multipartUpload(all -> all.parts(completed));
                        if (checksum) {
                          complete
                              .checksumCRC32C(base64(crc32c))
                              .checksumType(ChecksumType.FULL_OBJECT);
                        }
                      })
                  .checksumCRC32C();
          return Optional.ofNullable(digest).flatMap(Bucket::parse);
        });
  }

  private static CompletedPart completed(Uploaded uploaded, boolean checksum) {
    CompletedPart.Builder part =
        CompletedPart.builder().partNumber(uploaded.part().number()).eTag(uploaded.etag());
    if (checksum) {
      part.checksumCRC32C(base64(uploaded.part().crc32c()));
    }
    return part.build();
  }

  /** Gives an upload up; one that is not there any more doesn't matter. */
  void abort(Upload upload) {
    try {
      client.abortMultipartUpload(
          abort -> abort.bucket(name).key(upload.key()).uploadId(upload.id()));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T withChecksum(Call<T> call) {
    if (!checksums) {
      return call.with(false);
    }
    try {
      return call.with(true);
    } catch (S3Exception e) {
      if (!isRefusal(e)) {
        throw e;
      }
      T result = call.with(false);
      checksums = false;
      LOG.info(
          "The store of bucket {} knows no CRC-32C (it answered {}): what is sent is checked by MD5",
          name,
          e.statusCode());
      return result;
    }
  }

  private static boolean isRefusal(S3Exception e) {
    return (e.statusCode() == 400 || e.statusCode() == 501) && REFUSALS.contains(Trouble.code(e));
  }

  private static RequestBody body(Content content) {
    return RequestBody.fromContentProvider(new Rereadable(content.open()), content.length(), TYPE);
  }

  private static String base64(int crc32c) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc32c).array());
  }

  private static Optional<Integer> parse(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return bytes.length == 4 ? Optional.of(ByteBuffer.wrap(bytes).getInt()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The digest of digests, which some stores give in its place.
    }
  }
}
