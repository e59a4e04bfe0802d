// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import io.directio.DestinationException;
import io.directio.assemble.Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An S3 server in this JVM, with a bucket that exports go to; its objects are files. */
final class Bucket implements Target {

  static final String ACCESS_KEY_ID = "key-id-of-a-bucket";

  private static final String BUCKET = "exports";
  private static final String PREFIX = "run";

  private final S3Server server;
  private final Output output;
  private final Outage outage = new Outage();

  private Bucket(S3Server server, Output output) {
    this.server = server;
    this.output = output;
  }

  /** Starts one that keeps its objects below a directory. */
  static Bucket in(Path directory) {
    System.setProperty("aws.accessKeyId", ACCESS_KEY_ID);
    System.setProperty("aws.secretAccessKey", Canaries.BUCKET_SECRET);
    return new Bucket(
        S3Server.start(directory, BUCKET, ACCESS_KEY_ID, Canaries.BUCKET_SECRET),
        new Output(directory.resolve(BUCKET).resolve(PREFIX)));
  }

  /** Whether a file holds an object that the server has not wholly received. */
  @Override
  public boolean isScratch(String name) {
    return name.matches(".*-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  @Override
  public Output output() {
    return output;
  }

  @Override
  public List<String> arguments() {
    return List.of(
        "--to=s3://" + BUCKET + "/" + PREFIX,
        "--s3-endpoint=" + server.endpoint(),
        "--s3-region=us-east-1",
        "--s3-path-style");
  }

  @Override
  public void interrupt() {
    outage.strike(server::stop, server::startAgain);
  }

  /** The server, to be stopped and started. */
  S3Server server() {
    return server;
  }

  @Override
  public boolean leavesOrphans() {
    return true;
  }

  @Override
  public Destination open() throws DestinationException {
    return S3DestinationSpec.of("s3://" + BUCKET + "/" + PREFIX)
        .withEndpoint(server.endpoint())
        .withRegion("us-east-1")
        .withPathStyle(true)
        .withStaleAfter(Duration.ZERO)
        .open();
  }

  @Override
  public void close() {
    outage.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }
}
