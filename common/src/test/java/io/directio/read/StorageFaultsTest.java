// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static io.directio.read.DirectIOClientTest.readAll;
import static io.directio.read.Emulation.bytes;
import static io.directio.read.Emulation.ref;
import static io.directio.read.Emulation.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.BlockConnectionException;
import io.directio.BlockDecompressException;
import io.directio.BlockDecryptException;
import io.directio.BlockDownloadException;
import io.directio.BlockException;
import io.directio.BlockTimeoutException;
import io.directio.BlockUrlRefusedException;
import io.directio.BlockValidationException;
import io.directio.ErrorCode;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.encode.Payloads;
import io.directio.emulator.fault.StorageFaults;
import io.directio.http.HostPolicy;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the storage can do to a block: rows 9, 10, 12 to 17, 19, 26 and 31 of the faults. */
@Timeout(120)
class StorageFaultsTest {

  private static Emulator emulator;
  private static EmulatedFile file;
  private DirectIOClient client;

  @BeforeAll
  static void startOnce() {
    emulator =
        Emulator.builder()
            .file("f", text(250_000, 1))
            .file("g", text(250_000, 2))
            .blockSize(BlockSize.fixed(25_000))
            .storageHosts(2)
            .start();
    file = emulator.file("f");
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @BeforeEach
  void open() throws Exception {
    client = Emulation.client(emulator);
  }

  @AfterEach
  void reset() {
    client.close();
    emulator.faults().clear();
    emulator.requests().assertNoViolations();
    emulator.requests().reset();
  }

  private static StorageFaults atBlock2() {
    return emulator.faults().storage().forBlock("f", 2);
  }

  static Stream<Arguments> passing() {
    return Stream.of(
        passing("status 500", faults -> faults.respond(500)),
        passing("status 502", faults -> faults.respond(502)),
        passing("status 504", faults -> faults.respond(504)),
        passing("slow down", StorageFaults::slowDown),
        passing("too many requests", faults -> faults.respond(429)),
        passing("reset", StorageFaults::reset),
        passing("closed", StorageFaults::close),
        passing("no HTTP", StorageFaults::garbage),
        passing("reset in the middle", faults -> faults.resetAfter(5000)),
        passing("closed in the middle", faults -> faults.closeAfter(5000)),
        passing("chunked body cut", faults -> faults.cutChunkedAfter(5000)),
        passing("content length too large", faults -> faults.wrongContentLength(5)),
        passing("content length too small", faults -> faults.wrongContentLength(-5)),
        passing("short body", faults -> faults.truncateBody(5000)),
        passing("empty body", faults -> faults.truncateBody(0)),
        passing("extra bytes", faults -> faults.extendBody(16)),
        passing("far too many bytes", faults -> faults.extendBody(1_000_000)),
        passing("HTML with 200", StorageFaults::htmlPage),
        passing("XML with 200", faults -> faults.s3Error(200, "InternalError", "again")),
        passing("damaged padding", StorageFaults::breakPadding),
        passing("damaged ciphertext", StorageFaults::flipCiphertext),
        passing("a single byte", faults -> faults.truncateBody(1)),
        passing("a gzip bomb", faults -> faults.payload(Payloads.gzipBomb(64))));
  }

  private static Arguments passing(String name, Consumer<StorageFaults> fault) {
    return Arguments.of(name, fault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passing")
  void survivesWhatPasses(String name, Consumer<StorageFaults> fault) throws Exception {
    fault.accept(atBlock2().once());

    assertThat(readAll(client.blocks(file.id()))).isEqualTo(bytes(file));

    assertThat(emulator.requests().gets("f", 2)).isEqualTo(2);
    assertThat(emulator.requests().gets("f")).isEqualTo(11);
    assertThat(emulator.requests().portalCalls()).isEqualTo(1);
  }

  static Stream<Arguments> lasting() {
    return Stream.of(
        lasting("status 500", f -> f.respond(500), BlockDownloadException.class, 5),
        lasting("status 418", f -> f.respond(418), BlockDownloadException.class, 1),
        lasting("status 504", f -> f.respond(504), BlockTimeoutException.class, 5),
        lasting("slow down", StorageFaults::slowDown, BlockDownloadException.class, 20),
        lasting("reset", StorageFaults::reset, BlockConnectionException.class, 5),
        lasting("cut", f -> f.closeAfter(5000), BlockConnectionException.class, 5),
        lasting("short body", f -> f.truncateBody(5001), BlockDecryptException.class, 3),
        lasting("extra bytes", f -> f.extendBody(90_000), BlockValidationException.class, 3),
        lasting("HTML", StorageFaults::htmlPage, BlockDownloadException.class, 5),
        lasting("padding", StorageFaults::breakPadding, BlockDecryptException.class, 3),
        lasting("a bomb", f -> f.payload(Payloads.gzipBomb(8)), BlockDecompressException.class, 3),
        lasting(
            "a lie about its size",
            f -> f.payload(Payloads.snappyRawClaiming(1L << 31)),
            BlockDecompressException.class,
            3),
        lasting(
            "another length",
            f -> f.payload(Payloads.snappyFramed(new byte[24_999])),
            BlockValidationException.class,
            3));
  }

  private static Arguments lasting(
      String name,
      Consumer<StorageFaults> fault,
      Class<? extends BlockException> error,
      int attempts) {
    return Arguments.of(name, fault, error, attempts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lasting")
  void givesUpOnWhatLasts(
      String name,
      Consumer<StorageFaults> fault,
      Class<? extends BlockException> error,
      int attempts)
      throws Exception {
    fault.accept(atBlock2());

    try (BlockIterator blocks = client.blocks(file.id()).numbers(2).open()) {
      assertThatThrownBy(blocks::next)
          .isExactlyInstanceOf(error)
          .hasMessageContaining("Block 2 of file " + file.id())
          .satisfies(
              e -> {
                assertThat(((BlockException) e).fileId()).isEqualTo(file.id());
                assertThat(((BlockException) e).block().offset()).isEqualTo(25_000);
              });
    }
    assertThat(emulator.requests().gets("f", 2)).isEqualTo(attempts);
  }

  @Test
  void namesThePageThatCameInsteadOfABlock() throws Exception {
    atBlock2().s3Error(200, "InternalError", "secret details");
    try (BlockIterator blocks = client.blocks(file.id()).numbers(2).open()) {
      assertThatThrownBy(blocks::next)
          .hasMessageContaining("an XML error (InternalError) instead of the block")
          .hasMessageNotContaining("secret details");
    }
  }

  @Test
  void writesOffAPoisonedFileAndReadsTheOthers() throws Exception {
    emulator.faults().storage().forBlock("f", 7).breakPadding();
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
      Readings readings =
          Readings.of(
              reader,
              List.of(ReadTask.wholeFile(ref(file)), ReadTask.wholeFile(ref(emulator.file("g")))));
      assertThat(readings.onlyFailure().error().code()).isEqualTo(ErrorCode.BLOCK_DECRYPT);
      assertThat(readings.onlyFailure().fileId()).isEqualTo(file.id());
      assertThat(readings.bytes(emulator.file("g").id())).isEqualTo(bytes(emulator.file("g")));
    }
  }

  @Test
  void obeysRetryAfterInSecondsAndAsADate() throws Exception {
    atBlock2().once().slowDown().retryAfter(Duration.ofSeconds(1));
    long begin = System.nanoTime();
    assertThat(readAll(client.blocks(file.id()).numbers(2)).length).isPositive();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(990));

    atBlock2().once().respond(429).retryAfterDate(Duration.ofSeconds(2));
    begin = System.nanoTime();
    assertThat(readAll(client.blocks(file.id()).numbers(2)).length).isPositive();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(900));
  }

  @Test
  void goesOnWithOtherHostsWhileOneWantsToBeLeftAlone() throws Exception {
    emulator.faults().storage().onHost(0).slowDown().retryAfter(Duration.ofMinutes(5));
    try (DirectIOClient narrow =
            DirectIOClient.open(Emulation.options(emulator).maxFetches(2).build());
        BlockReader reader = narrow.reader(ReaderOptions.DEFAULT)) {
      reader.submit(ReadTask.wholeFile(ref(file)));
      reader.submit(ReadTask.wholeFile(ref(emulator.file("g"))));
      Readings readings = new Readings();
      // Whoever waited for that host would take five minutes.
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                readings.take(reader, Duration.ofMillis(50));
                return emulator.requests().storageStatuses().getOrDefault(200, 0L) >= 8;
              });
      assertThat(narrow.statistics().throttled()).isPositive();
    }
  }

  @Test
  void readsLaterWhatAHostDidNotWantToGiveAtOnce() throws Exception {
    emulator.faults().storage().onHost(0).times(2).slowDown().retryAfter(Duration.ofSeconds(1));
    try (DirectIOClient narrow =
            DirectIOClient.open(Emulation.options(emulator).maxFetches(2).build());
        BlockReader reader = narrow.reader(ReaderOptions.DEFAULT)) {
      Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(file))));
      assertThat(readings.bytes(file.id())).isEqualTo(bytes(file));
      assertThat(narrow.statistics().throttled()).isPositive();
    }
  }

  @Test
  void survivesAStormOfSlowDowns() throws Exception {
    emulator.faults().storage().withProbability(0.6, 42).slowDown();
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT)) {
      Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(file))));
      assertThat(readings.bytes(file.id())).isEqualTo(bytes(file));
    }
  }

  /** More refusals than the retries that all hosts share: they are not for these. */
  @Test
  void aStormOfSlowDownsUsesUpNobodysRetries() throws Exception {
    try (Emulator many =
        Emulator.builder().file("f", text(600_000, 3)).blockSize(BlockSize.fixed(1_000)).start()) {
      EmulatedFile large = many.file("f");
      many.faults().storage().times(900).slowDown();
      try (DirectIOClient other = Emulation.client(many);
          BlockReader reader = other.reader(ReaderOptions.DEFAULT)) {
        Readings readings = Readings.of(reader, List.of(ReadTask.wholeFile(ref(large))));
        assertThat(readings.bytes(large.id())).isEqualTo(bytes(large));
      }
    }
  }

  @Test
  void givesUpOnAStallBeforeAndAfterTheHeadersAndTriesAgain() throws Exception {
    HttpOptions impatient = Emulation.patience(Duration.ofMillis(400));
    try (DirectIOClient other =
        DirectIOClient.open(Emulation.options(emulator).storageHttp(impatient).build())) {
      atBlock2().once().stall();
      emulator.faults().storage().forBlock("f", 3).once().stallAfter(1000);
      emulator.faults().storage().forBlock("f", 4).once().dribble(1, Duration.ofSeconds(1));

      assertThat(readAll(other.blocks(file.id()))).isEqualTo(bytes(file));

      atBlock2().stall();
      assertThatThrownBy(() -> readAll(other.blocks(file.id()).numbers(2)))
          .isInstanceOf(BlockTimeoutException.class);
    }
  }

  @Test
  void givesUpOnABlockThatTrickles() throws Exception {
    HttpOptions demanding =
        HttpOptions.builder().minimumThroughput(10_000, Duration.ofMillis(500)).build();
    try (DirectIOClient other =
        DirectIOClient.open(Emulation.options(emulator).storageHttp(demanding).build())) {
      atBlock2().once().dribble(10, Duration.ofMillis(50));
      assertThat(readAll(other.blocks(file.id()))).isEqualTo(bytes(file));
      assertThat(emulator.requests().gets("f", 2)).isEqualTo(2);
    }
  }

  @Test
  void asksASecondTimeForAStragglerAndCancelsTheLoser() throws Exception {
    atBlock2().once().stallAfter(2000);
    try (DirectIOClient hedging =
        DirectIOClient.open(
            Emulation.options(emulator)
                .storageHttp(Emulation.patience(Duration.ofMinutes(5)))
                .hedgeAfter(Duration.ofMillis(200))
                .build())) {
      // Whoever waited for the straggler would take five minutes.
      assertThat(readAll(hedging.blocks(file.id()))).isEqualTo(bytes(file));
      assertThat(hedging.statistics().hedges()).isPositive();
      assertThat(hedging.statistics().retries()).isZero();
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(emulator.requests().storageStatuses().values())
                      .as("the stalled request has ended")
                      .satisfies(
                          counts ->
                              assertThat(counts.stream().mapToLong(Long::longValue).sum())
                                  .isEqualTo(emulator.requests().gets())));
    }
  }

  @Test
  void takesTheFirstAnswerWhenTheSecondRequestFails() throws Exception {
    atBlock2().once().delay(Duration.ofMillis(600));
    atBlock2().once().respond(500);
    try (DirectIOClient hedging =
        DirectIOClient.open(
            Emulation.options(emulator).hedgeAfter(Duration.ofMillis(100)).build())) {
      assertThat(readAll(hedging.blocks(file.id()))).isEqualTo(bytes(file));
    }
  }

  @Test
  void refusesRedirectsUnlessTheyAreAllowed() throws Exception {
    String elsewhere = emulator.storageUris().get(1) + "/nowhere";
    atBlock2().redirectTo(307, elsewhere);
    assertThatThrownBy(() -> readAll(client.blocks(file.id()).numbers(2)))
        .isInstanceOf(BlockDownloadException.class)
        .hasMessageContaining("redirect");
    assertThat(emulator.requests().gets()).isEqualTo(1);

    emulator.faults().clear();
    atBlock2().redirectTo(307, "http://169.254.169.254/latest/meta-data");
    try (DirectIOClient following =
        DirectIOClient.open(Emulation.options(emulator).storageRedirects(true).build())) {
      assertThatThrownBy(() -> readAll(following.blocks(file.id()).numbers(2)))
          .isInstanceOf(BlockUrlRefusedException.class);
    }
  }

  @Test
  void followsAnAllowedRedirectWithoutCredentials() throws Exception {
    try (DirectIOClient following =
        DirectIOClient.open(Emulation.options(emulator).storageRedirects(true).build())) {
      // The first request is sent to where it points already, by a redirect to itself.
      java.util.concurrent.atomic.AtomicReference<String> url =
          new java.util.concurrent.atomic.AtomicReference<>();
      emulator
          .faults()
          .portal()
          .listing(
              edit ->
                  edit.mapUrls(
                      original -> {
                        url.set(original);
                        return original;
                      }));
      following.metadata(file.id());
      emulator.faults().storage().once().redirectTo(302, url.get());
      assertThat(readAll(following.blocks(file.id()).numbers(10)).length).isPositive();
    }
  }

  static Stream<Arguments> forbidden() {
    return Stream.of(
        Arguments.of("http://169.254.169.254/latest/meta-data/?X-Amz-Signature=s3cr3t"),
        Arguments.of("http://storage.example.com/b?X-Amz-Signature=s3cr3t"),
        Arguments.of("https://user:s3cr3t@127.0.0.1/b"),
        Arguments.of("file:///etc/passwd"),
        Arguments.of("not a url"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void refusesAUrlBeforeAnythingIsSent(String url) throws Exception {
    emulator.faults().portal().listing(edit -> edit.url(2, url));
    try (BlockIterator blocks = client.blocks(file.id()).numbers(2).open()) {
      assertThatThrownBy(blocks::next)
          .isInstanceOf(BlockUrlRefusedException.class)
          .hasMessageNotContaining("s3cr3t");
    }
    assertThat(emulator.requests().gets()).isZero();
  }

  @Test
  void refusesAHostThatIsNotAllowed() throws Exception {
    HostPolicy hosts = new HostPolicy(List.of("*.example.com"), false);
    try (DirectIOClient strict =
        DirectIOClient.open(Emulation.options(emulator).hosts(hosts).build())) {
      assertThatThrownBy(() -> readAll(strict.blocks(file.id())))
          .isInstanceOf(BlockUrlRefusedException.class);
    }
    assertThat(emulator.requests().gets()).isZero();
  }

  @Test
  void keepsMemoryForTheBlockThatTheOthersWaitFor() throws Exception {
    emulator.faults().storage().forBlock("f", 1).times(3).respond(500);
    ClientOptions options =
        Emulation.options(emulator)
            .memoryBudget(150_000)
            .retries(new RetryPolicy(5, Duration.ofMillis(800), Duration.ofMillis(800)))
            .build();
    try (DirectIOClient small = DirectIOClient.open(options);
        BlockStream stream = small.stream(file.id()).open()) {
      assertThat(stream.asInputStream().readAllBytes()).isEqualTo(bytes(file));
    }
  }

  @Test
  void tellsWhereToGoOnWhenAStreamBreaks() throws Exception {
    emulator.faults().storage().forBlock("f", 4).respond(500);
    long broken;
    byte[] begin;
    try (BlockStream stream = client.stream(file.id()).open()) {
      java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
      java.io.InputStream in = stream.asInputStream();
      io.directio.StreamException failure =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              io.directio.StreamException.class, () -> in.transferTo(out));
      assertThat(failure).hasMessageContaining("75000").hasCauseInstanceOf(BlockException.class);
      assertThatThrownBy(stream::next).isSameAs(failure);
      broken = failure.offset();
      begin = out.toByteArray();
    }
    assertThat(broken).isEqualTo(75_000).isEqualTo(begin.length);
    emulator.faults().clear();
    try (java.io.InputStream rest =
        client.stream(file.id()).range(io.directio.ByteRange.from(broken)).open().asInputStream()) {
      byte[] end = rest.readAllBytes();
      byte[] whole = java.util.Arrays.copyOf(begin, begin.length + end.length);
      System.arraycopy(end, 0, whole, begin.length, end.length);
      assertThat(whole).isEqualTo(bytes(file));
    }
  }
}
