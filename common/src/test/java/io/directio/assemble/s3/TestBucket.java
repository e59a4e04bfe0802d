// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Faults;
import io.directio.emulator.s3.S3Server;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of a real S3 server, and a client of its own to look into it. */
final class TestBucket implements AutoCloseable {

  static final String SECRET = "canary-secret-0123456789";
  private static final String KEY_ID = "canary-key-id";
  private static final String NAME = "exports";

  private final S3Server server;
  private final S3Client client;

  TestBucket(Path directory) {
    server = S3Server.startPacked(directory, NAME, KEY_ID, SECRET);
    // The default chain of the SDK looks there, as it does on a worker.
    System.setProperty("aws.accessKeyId", KEY_ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    client =
        S3Client.builder()
            .httpClientBuilder(Apache5HttpClient.builder())
            .endpointOverride(server.endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
            .build();
  }

  S3DestinationSpec spec() {
    return S3DestinationSpec.of("s3://" + NAME + "/some/folder")
        .withEndpoint(server.endpoint())
        .withPathStyle(true)
        .withPartBytes(S3DestinationSpec.MIN_PART);
  }

  S3Faults faults() {
    return server.faults();
  }

  long calls(S3Call call) {
    return server.calls(call);
  }

  byte[] read(String path) {
    return client
        .getObjectAsBytes(get -> get.bucket(NAME).key("some/folder/" + path))
        .asByteArray();
  }

  HeadObjectResponse head(String path) {
    return client.headObject(
        head -> head.bucket(NAME).key("some/folder/" + path).checksumMode(ChecksumMode.ENABLED));
  }

  void put(String path, String text) {
    client.putObject(
        put -> put.bucket(NAME).key("some/folder/" + path), RequestBody.fromString(text));
  }

  /** The keys of all objects, without the prefix. */
  List<String> keys() {
    return client.listObjectsV2Paginator(list -> list.bucket(NAME)).contents().stream()
        .map(S3Object::key)
        .map(key -> key.substring("some/folder/".length()))
        .toList();
  }

  /** The keys of what isn't published. */
  List<String> partials() {
    return keys().stream().filter(key -> key.startsWith(".directio/partial/")).toList();
  }

  void delete(String path) {
    client.deleteObject(delete -> delete.bucket(NAME).key("some/folder/" + path));
  }

  /** Uploads that were begun and not ended. */
  int uploads() {
    return client.listMultipartUploads(list -> list.bucket(NAME)).uploads().size();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
