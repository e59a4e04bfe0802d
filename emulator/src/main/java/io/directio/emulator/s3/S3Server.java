// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.HttpPort;
import io.directio.emulator.wire.Response;
import io.directio.emulator.wire.Upstream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/**
 * An S3 server to write to, on the loopback interface: signatures and checksums are checked,
 * objects lie in a directory.
 *
 * <pre>{@code
 * try (S3Server server = S3Server.start(directory, "exports", "key-id", "secret")) {
 *   server.faults().on(S3Call.COMPLETE_UPLOAD).once().failsAfterwards(500, "InternalError");
 *   // … a client writes to server.endpoint(), in path style …
 * }
 * }</pre>
 *
 * <p><em>Threading:</em> may be used by many threads at once, but for {@link #close}.
 */
public final class S3Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(S3Server.class);

  private final S3Proxy store;
  private final BlobStore objects;
  private final Upstream upstream;
  private final HttpPort front;
  private final S3Faults faults = new S3Faults();
  private final List<S3Call> calls = new ArrayList<>();

  private S3Server(S3Proxy store, BlobStore objects) {
    this.store = store;
    this.objects = objects;
    this.upstream = new Upstream(store.getPort());
    this.front =
        new HttpPort(
            "s3",
            InetAddress.getLoopbackAddress(),
            0,
            Optional.empty(),
            this::handle,
            failure -> LOG.warn("A call failed in the S3 server", failure));
  }

  /**
   * Starts a server on a free port, whose objects can be looked at as files.
   *
   * @param directory for the objects, below a folder for each bucket
   * @param bucket made if it isn't there
   */
  public static S3Server start(
      Path directory, String bucket, String accessKeyId, String secretAccessKey) {
    try {
      Files.createDirectories(directory.resolve(bucket));
      return start(new FilesystemNio2BlobStore(directory.toString()), accessKeyId, secretAccessKey);
    } catch (IOException e) {
      throw new UncheckedIOException("the S3 server didn't start", e);
    }
  }

  /**
   * Starts a fast server on a free port: each byte is written once, into one file that all objects
   * share and that is deleted in the end.
   *
   * @param directory for that file; made if it isn't there
   * @param bucket the name of the bucket, which is empty at first
   */
  public static S3Server startPacked(
      Path directory, String bucket, String accessKeyId, String secretAccessKey) {
    try {
      PackedBlobStore objects = new PackedBlobStore(Files.createDirectories(directory));
      objects.createContainer(CreateBucketRequest.builder().bucket(bucket).build());
      return start(objects, accessKeyId, secretAccessKey);
    } catch (IOException e) {
      throw new UncheckedIOException("the S3 server didn't start", e);
    }
  }

  private static S3Server start(BlobStore objects, String accessKeyId, String secretAccessKey) {
    try {
      S3Proxy store =
          S3Proxy.builder()
              .blobStore(objects)
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V4, accessKeyId, secretAccessKey)
              .stopTimeout(0)
              .build();
      store.start();
      S3Server server = new S3Server(store, objects);
      server.front.start();
      return server;
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server didn't start", e);
    }
  }

  /** Where it listens; buckets are named in the path. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  /**
   * Where the store itself listens, past the faults, for who wants to know how fast it is: calls
   * are not counted there, and it stays up until the end.
   */
  public URI storeEndpoint() {
    return URI.create("http://127.0.0.1:" + store.getPort());
  }

  /** Takes it down, and every connection with it: later ones are refused. What is stored stays. */
  public void stop() {
    front.stop();
  }

  /** Puts it up again where it was; nothing happens when it is up. */
  public void startAgain() {
    front.start();
  }

  /** Its faults. */
  public S3Faults faults() {
    return faults;
  }

  /** How many calls of a kind have come so far, the failed ones too. */
  public long calls(S3Call call) {
    synchronized (calls) {
      return calls.stream().filter(call::equals).count();
    }
  }

  private void handle(Exchange exchange) throws IOException {
    synchronized (calls) {
      calls.add(S3Call.of(exchange.head()));
    }
    Optional<S3Fault> fault = faults.strike(exchange.head());
    if (fault.isEmpty()) {
      try (Upstream.Answer answer = upstream.forward(exchange)) {
        exchange.send(answer.response());
      }
      return;
    }
    if (fault.get().afterwards()) {
      try (Upstream.Answer answer = upstream.forward(exchange)) {
        answer.response().body().writeTo(OutputStream.nullOutputStream());
      }
    }
    exchange.send(
        new Response(
            fault.get().status(),
            new Headers().add("Content-Type", "application/xml"),
            Body.of(document(fault.get().code()))));
  }

  private static String document(String code) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
        + code
        + "</Code><Message>A fault that a test has switched on</Message></Error>";
  }

  @Override
  public void close() {
    front.close();
    upstream.close();
    try {
      store.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server didn't stop", e);
    } finally {
      objects.close();
    }
  }
}
