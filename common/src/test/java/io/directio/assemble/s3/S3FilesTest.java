// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.directio.DestinationException;
import io.directio.assemble.ExportedFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Objects that are read again, of a store that knows digests, or of one that doesn't. */
class S3FilesTest {

  private static final byte[] BYTES = "123456789".getBytes(StandardCharsets.UTF_8);

  /** The digest of those, as every description of CRC-32C has it. */
  private static final int DIGEST = 0xe3069283;

  private static final String BASE64 = "4waSgw==";

  private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();
  private final AtomicInteger gets = new AtomicInteger();
  private volatile int refusal;
  private HttpServer store;
  private Bucket bucket;
  private ExportedFiles files;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    store.createContext("/", this::answer);
    store.start();
    S3DestinationSpec spec =
        S3DestinationSpec.of("s3://exports/p")
            .withEndpoint(URI.create("http://127.0.0.1:" + store.getAddress().getPort()))
            .withPathStyle(true);
    bucket = Bucket.open(spec, 2);
    files = new S3Files(bucket, new Keys(spec.prefix()), spec.url());
  }

  @AfterEach
  void stop() {
    bucket.close();
    store.stop(0);
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    Map<String, String> headers = objects.get(exchange.getRequestURI().getPath());
    int status = refusal != 0 ? refusal : headers == null ? 404 : 200;
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
    } else if (head) {
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Length", "" + BYTES.length);
      exchange.sendResponseHeaders(200, -1);
    } else {
      gets.incrementAndGet();
      exchange.sendResponseHeaders(200, BYTES.length);
      exchange.getResponseBody().write(BYTES);
    }
    exchange.close();
  }

  private ExportedFiles.Found found(Map<String, String> headers) throws IOException {
    objects.put("/exports/p/a/b", headers);
    ExportedFiles.Found found = files.find("a/b").orElseThrow();
    assertThat(found.size()).isEqualTo(9);
    return found;
  }

  @Test
  void takesTheStoresOwnDigestOfTheWholeObject() throws Exception {
    ExportedFiles.Found found =
        found(Map.of("x-amz-checksum-crc32c", BASE64, "x-amz-checksum-type", "FULL_OBJECT"));

    assertThat(found.crc32c()).isEqualTo(DIGEST);
    assertThat(gets).hasValue(0);
  }

  @Test
  void readsAnObjectOfWhichTheStoreHasNoDigest() throws Exception {
    assertThat(found(Map.of()).crc32c()).isEqualTo(DIGEST);
    assertThat(gets).hasValue(1);
  }

  @Test
  void readsAnObjectWhoseDigestIsThatOfItsPartsDigests() throws Exception {
    ExportedFiles.Found typed =
        found(Map.of("x-amz-checksum-crc32c", BASE64, "x-amz-checksum-type", "COMPOSITE"));
    assertThat(typed.crc32c()).isEqualTo(DIGEST);

    assertThat(found(Map.of("x-amz-checksum-crc32c", "AAAAAA==-3")).crc32c()).isEqualTo(DIGEST);
    assertThat(gets).hasValue(2);
  }

  @Test
  void whatIsNotThereIsMissing() throws Exception {
    assertThat(files.find("nothing")).isEmpty();
  }

  @Test
  void aStoreThatRefusesEndsItAll() {
    refusal = 403;

    assertThatThrownBy(() -> files.find("a"))
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("s3://exports/p/a");
  }
}
