// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The S3 server behind the fronts: s3proxy, which checks signatures and expiry, over the shelf. */
public final class ObjectStore implements AutoCloseable {
  private final S3Proxy server;

  /**
   * Starts the server on a free loopback port.
   *
   * @param directory for objects that clients put themselves; each bucket is a folder in it
   */
  public ObjectStore(
      Shelf shelf, Path directory, int buckets, String accessKeyId, String secretAccessKey)
      throws IOException {
    for (int i = 0; i < buckets; i++) {
      Files.createDirectories(directory.resolve(bucket(i)));
    }
    server =
        S3Proxy.builder()
            .blobStore(new ShelfBlobStore(shelf, new FilesystemNio2BlobStore(directory.toString())))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, accessKeyId, secretAccessKey)
            .stopTimeout(0)
            .build();
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("the S3 server of the emulator didn't start", e);
    }
  }

  /** Its port. */
  public int port() {
    return server.getPort();
  }

  /** The name of a bucket. */
  public static String bucket(int index) {
    return "portal-blocks-" + (index + 1);
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the S3 server of the emulator didn't stop", e);
    }
  }
}
