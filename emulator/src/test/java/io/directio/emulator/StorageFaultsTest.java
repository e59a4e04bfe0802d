// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.RawClient.Answer;
import io.directio.emulator.RawClient.End;
import io.directio.emulator.encode.Payloads;
import io.directio.emulator.fault.Fault;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.crypto.BadPaddingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every fault of the storage shows on the wire what it says. */
class StorageFaultsTest {
  private static final int BLOCK = 20_000;
  private static final int PATIENCE = 300;
  private static final byte[] NOISE = noise(3 * BLOCK);

  private final Emulator emulator =
      Emulator.builder()
          .file("a", NOISE)
          .file("b", NOISE)
          .blockSize(BlockSize.fixed(BLOCK))
          .storageHosts(2)
          .start();
  private final PlainReader reader = new PlainReader(emulator);

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  @Test
  void strikesOneBlockSoManyTimes() throws Exception {
    Fault fault = emulator.faults().storage().forBlock("a", 2).times(2).respond(503);
    List<Integer> statuses = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int block = 1; block <= 3; block++) {
        statuses.add(reader.get(url("a", block)).statusCode());
      }
      assertThat(reader.get(url("b", 2)).statusCode()).isEqualTo(200);
    }
    assertThat(statuses).containsExactly(200, 503, 200, 200, 503, 200, 200, 200, 200);
    assertThat(fault.hits()).isEqualTo(2);
    assertThat(emulator.requests().storageStatuses())
        .containsEntry(503, 2L)
        .containsEntry(200, 10L);
  }

  @Test
  void strikesByRequestNumberHostAndProbability() throws Exception {
    emulator.faults().storage().nth(2).respond(500);
    assertThat(statuses(3, "a", 1)).containsExactly(200, 500, 200);
    emulator.faults().clear();
    emulator.faults().storage().onHost(1).respond(500);
    assertThat(List.of(statuses(1, "a", 1).get(0), statuses(1, "a", 2).get(0)))
        .containsExactlyInAnyOrder(200, 500);
    emulator.faults().clear();
    Fault some = emulator.faults().storage().withProbability(0.5, 7).respond(500);
    statuses(40, "a", 1);
    assertThat(some.hits()).isBetween(8L, 32L);
    some.lift();
    assertThat(statuses(3, "a", 1)).containsOnly(200);
    emulator.faults().storage().forFile("a").after(1).once().respond(500);
    assertThat(statuses(4, "a", 1)).containsExactly(200, 500, 200, 200);
  }

  @Test
  void saysWhenToComeBack() throws Exception {
    emulator.faults().storage().once().slowDown().retryAfter(Duration.ofSeconds(3));
    emulator.faults().storage().once().respond(429).retryAfterDate(Duration.ofMinutes(1));
    HttpResponse<byte[]> inSeconds = reader.get(url("a", 1));
    assertThat(inSeconds.statusCode()).isEqualTo(503);
    assertThat(inSeconds.headers().firstValue("Retry-After")).contains("3");
    assertThat(new String(inSeconds.body(), StandardCharsets.UTF_8))
        .contains("<Code>SlowDown</Code>");
    HttpResponse<byte[]> byDate = reader.get(url("a", 1));
    assertThat(byDate.statusCode()).isEqualTo(429);
    assertThat(
            ZonedDateTime.parse(
                byDate.headers().firstValue("Retry-After").orElseThrow(),
                DateTimeFormatter.RFC_1123_DATE_TIME))
        .isBetween(ZonedDateTime.now().plusSeconds(50), ZonedDateTime.now().plusSeconds(61));
  }

  @Test
  void sendsErrorDocumentsAndPages() throws Exception {
    emulator.faults().storage().once().expired();
    assertThat(text(reader.get(url("a", 1)), 403)).contains("Request has expired");
    emulator.faults().storage().once().noSuchKey();
    assertThat(text(reader.get(url("a", 1)), 404)).contains("NoSuchKey");
    emulator.faults().storage().once().htmlPage();
    assertThat(text(reader.get(url("a", 1)), 200)).contains("<html>");
    emulator.faults().storage().once().s3Error(200, "InternalError", "We encountered an error");
    assertThat(text(reader.get(url("a", 1)), 200)).contains("<Code>InternalError</Code>");
    emulator.faults().storage().once().redirectTo("http://elsewhere.example/x");
    HttpResponse<byte[]> redirect = reader.get(url("a", 1));
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Location")).contains("http://elsewhere.example/x");
  }

  @Test
  void breaksConnections() throws Exception {
    emulator.faults().storage().once().reset();
    assertThat(RawClient.get(url("a", 1), PATIENCE))
        .satisfies(answer -> assertNothing(answer, End.RESET));
    emulator.faults().storage().once().close();
    assertThat(RawClient.get(url("a", 1), PATIENCE))
        .satisfies(answer -> assertNothing(answer, End.CLOSED));
    emulator.faults().storage().once().stall();
    assertThat(RawClient.get(url("a", 1), PATIENCE))
        .satisfies(answer -> assertNothing(answer, End.SILENT));
    emulator.faults().storage().once().garbage();
    assertThat(RawClient.get(url("a", 1), PATIENCE).head()).doesNotContain("HTTP/1.1");
  }

  @Test
  void breaksOffBodies() throws Exception {
    emulator.faults().storage().once().closeAfter(1000);
    Answer closed = RawClient.get(url("a", 1), PATIENCE);
    assertThat(closed.end()).isEqualTo(End.CLOSED);
    assertThat(closed.contentLength()).isGreaterThan(BLOCK);
    assertThat(closed.body()).hasSize(1000);

    emulator.faults().storage().once().resetAfter(1000);
    Answer reset = RawClient.get(url("a", 1), PATIENCE);
    assertThat(reset.end()).isEqualTo(End.RESET);
    assertThat(reset.body()).hasSizeLessThanOrEqualTo(1000);

    emulator.faults().storage().once().stallAfter(1000);
    Answer stalled = RawClient.get(url("a", 1), PATIENCE);
    assertThat(stalled.end()).isEqualTo(End.SILENT);
    assertThat(stalled.body()).hasSize(1000);

    emulator.faults().storage().once().stallAfter(0);
    Answer headersOnly = RawClient.get(url("a", 1), PATIENCE);
    assertThat(headersOnly.status()).isEqualTo(200);
    assertThat(headersOnly.body()).isEmpty();

    emulator.faults().storage().once().cutChunkedAfter(1000);
    Answer cut = RawClient.get(url("a", 1), PATIENCE);
    assertThat(cut.head()).contains("Transfer-Encoding: chunked").doesNotContain("Content-Length");
    assertThat(cut.end()).isEqualTo(End.CLOSED);
    assertThat(new String(cut.body(), StandardCharsets.ISO_8859_1))
        .startsWith("3e8\r\n")
        .doesNotContain("\r\n0\r\n");
    assertThat(cut.body()).hasSize(5 + 1000 + 2);
  }

  @Test
  void liesAboutLengths() throws Exception {
    emulator.faults().storage().once().wrongContentLength(10);
    Answer longer = RawClient.get(url("a", 1), PATIENCE);
    assertThat(longer.contentLength()).isEqualTo(longer.body().length + 10);
    assertThat(longer.end()).isEqualTo(End.CLOSED);
    emulator.faults().storage().once().wrongContentLength(-10);
    Answer shorter = RawClient.get(url("a", 1), PATIENCE);
    assertThat(shorter.contentLength()).isEqualTo(shorter.body().length - 10);
    int whole = shorter.body().length;
    emulator.faults().storage().once().truncateBody(40);
    assertThat(reader.get(url("a", 1)).body()).hasSize(40);
    emulator.faults().storage().once().extendBody(7);
    assertThat(reader.get(url("a", 1)).body()).hasSize(whole + 7);
    emulator.faults().storage().once().chunked();
    assertThat(reader.get(url("a", 1)).body()).hasSize(whole);
  }

  @Test
  void takesItsTime() throws Exception {
    emulator.faults().storage().once().delay(Duration.ofMillis(400));
    long begin = System.nanoTime();
    assertThat(reader.get(url("a", 1)).statusCode()).isEqualTo(200);
    assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(400).toNanos());
    emulator.faults().storage().once().dribble(1, Duration.ofMillis(20));
    Answer dribbled = RawClient.get(url("b", 1), 200, "Range: bytes=0-9");
    assertThat(dribbled.body()).hasSize(10);
    emulator.faults().storage().once().delayed(Duration.ofMillis(400)).respond(500);
    begin = System.nanoTime();
    assertThat(reader.get(url("a", 1)).statusCode()).isEqualTo(500);
    assertThat(System.nanoTime() - begin).isGreaterThan(Duration.ofMillis(400).toNanos());
  }

  @Test
  void corruptsObjects() throws Exception {
    PlainReader.Portal portal = reader.list("a");
    byte[] truth = reader.get(url("a", 1)).body();
    emulator.faults().storage().once().flipBit(-1);
    byte[] flipped = reader.get(url("a", 1)).body();
    truth[truth.length - 1] ^= 1;
    assertThat(flipped).isEqualTo(truth);
    emulator.faults().storage().once().breakPadding();
    byte[] badlyPadded = reader.get(url("a", 1)).body();
    assertThatThrownBy(() -> reader.decode(portal, badlyPadded))
        .isInstanceOf(BadPaddingException.class);
    emulator.faults().storage().once().flipIv();
    byte[] otherIv = reader.get(url("a", 1)).body();
    truth[truth.length - 1] ^= 1;
    truth[1] ^= 1;
    assertThat(otherIv).isEqualTo(truth);
    emulator.faults().storage().once().object(new byte[] {1, 2, 3});
    assertThat(reader.get(url("a", 1)).body()).containsExactly(1, 2, 3);
  }

  @Test
  void servesHostilePayloadsUnderTheKeyOfTheFile() throws Exception {
    PlainReader.Portal portal = reader.list("a");
    emulator.faults().storage().once().payload(Payloads.snappyFramed(new byte[] {5, 6, 7}));
    assertThat(reader.decode(portal, reader.get(url("a", 1)).body())).containsExactly(5, 6, 7);
    emulator.faults().storage().once().payload(Payloads.gzipBomb(4));
    byte[] bomb = reader.get(url("a", 1)).body();
    assertThat(bomb).hasSizeLessThan(10_000);
    assertThat(reader.decode(portal, bomb)).hasSize(4 * 1024 * 1024);
    emulator.faults().storage().once().payload(Payloads.snappyFramedBomb(4));
    assertThat(reader.decode(portal, reader.get(url("a", 1)).body())).hasSize(4 * 1024 * 1024);
    emulator.faults().storage().once().payload(Payloads.snappyRawClaiming(1L << 31));
    byte[] claiming = reader.get(url("a", 1)).body();
    assertThatThrownBy(() -> reader.decode(portal, claiming)).isInstanceOf(Throwable.class);
    assertThat(Payloads.cut(new byte[] {1, 2, 3}, 1)).containsExactly(1, 2);
  }

  @Test
  void ignoresRanges() throws Exception {
    assertThat(reader.get(url("a", 1), "Range", "bytes=5-9").body()).hasSize(5);
    emulator.faults().storage().once().ignoreRange();
    HttpResponse<byte[]> answer = reader.get(url("a", 1), "Range", "bytes=5-9");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().length).isGreaterThan(BLOCK);
  }

  @Test
  void changesHeaders() throws Exception {
    emulator.faults().storage().once().header("Content-Range", "bytes 0-4/7");
    assertThat(reader.get(url("a", 1), "Range", "bytes=5-9").headers().allValues("Content-Range"))
        .containsExactly("bytes 0-4/7");
  }

  @Test
  void slowsDownAboveAConcurrency() throws Exception {
    String url = url("a", 1);
    emulator.faults().storage().slowDownAbove(0);
    assertThat(reader.get(url).statusCode()).isEqualTo(503);
    emulator.faults().clear();
    emulator.faults().storage().slowDownAbove(1);
    assertThat(reader.get(url).statusCode()).isEqualTo(200);
  }

  @Test
  void keepsConnectionsAlive() throws Exception {
    statuses(10, "a", 1);
    assertThat(emulator.storageConnections()).isEqualTo(1);
    assertThat(emulator.portalConnections()).isEqualTo(1);
  }

  private List<Integer> statuses(int requests, String path, int block) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      statuses.add(reader.get(url(path, block)).statusCode());
    }
    return statuses;
  }

  private String url(String path, int block) throws Exception {
    return reader.list(path).chunks().get(block - 1).url();
  }

  private static void assertNothing(Answer answer, End end) {
    assertThat(answer.head()).isEmpty();
    assertThat(answer.end()).isEqualTo(end);
  }

  private static String text(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
