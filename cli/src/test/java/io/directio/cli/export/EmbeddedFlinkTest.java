// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmbeddedFlinkTest {

  private static volatile CountDownLatch running;

  private EmbeddedFlink flink;

  @BeforeEach
  void start() throws IOException {
    running = new CountDownLatch(1);
    flink = EmbeddedFlink.start(2, true, false, Map.of("restart-strategy.type", "none"));
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void runsAJobToItsEnd() throws Exception {
    flink.run(job(number -> number));
  }

  @Test
  void servesItsWebPagesToThisMachine() throws Exception {
    HttpURLConnection page = (HttpURLConnection) flink.webAddress().toURL().openConnection();
    assertThat(page.getResponseCode()).isEqualTo(200);
    assertThat(page.getContentType()).contains("html");
  }

  @Test
  void theReasonOfAFailureIsWhatIsThrown() {
    assertThatThrownBy(
            () ->
                flink.run(
                    job(
                        number -> {
                          throw new DirectIOException(ErrorCode.KEY, "File 7: wrong key");
                        })))
        .isInstanceOfSatisfying(
            DirectIOException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY))
        .hasMessage("File 7: wrong key");
  }

  @Test
  void aFailureOfAnotherKindIsToldInOneLine() {
    assertThatThrownBy(
            () ->
                flink.run(
                    job(
                        number -> {
                          throw new IllegalStateException("the reason");
                        })))
        .isInstanceOf(IOException.class)
        .hasMessage("The Flink job failed: the reason");
  }

  @Test
  void aCancelledJobIsAnInterruption() throws Exception {
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> flink.run(job(EmbeddedFlinkTest::forever)))
                    .isInstanceOf(InterruptedException.class));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> running.getCount() == 0 || ended.isDone());
    flink.cancel();
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(ended::isDone);
    ended.join();
  }

  @Test
  void countersCanBeWatchedWhileTheJobRuns() throws Exception {
    StreamExecutionEnvironment environment = flink.environment();
    environment
        .fromSequence(1, 10)
        .map(new CountThenWait())
        .returns(Long.class)
        .sinkTo(new DiscardingSink<>());
    assertThat(flink.counters()).isEmpty();
    CompletableFuture<Void> ended =
        CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(() -> flink.run(environment))
                    .isInstanceOf(InterruptedException.class));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> flink.counters().getOrDefault("seen", 0L) == 2 || ended.isDone());
    assertThat(flink.counters()).containsEntry("seen", 2L);
    flink.cancel();
    ended.join();
  }

  /** Counts one element in each of its two instances, and waits with it. */
  private static final class CountThenWait extends RichMapFunction<Long, Long> {
    private static final long serialVersionUID = 1L;
    private final LongCounter seen = new LongCounter();

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator("seen", seen);
    }

    @Override
    public Long map(Long number) throws InterruptedException {
      seen.add(1);
      return forever(number);
    }
  }

  @Test
  void whatIsCancelledBeforeItStartsNeverRuns() {
    flink.cancel();
    assertThatThrownBy(() -> flink.run(job(EmbeddedFlinkTest::forever)))
        .isInstanceOf(InterruptedException.class);
    assertThat(running.getCount()).isOne();
  }

  private static Long forever(Long number) throws InterruptedException {
    running.countDown();
    new CountDownLatch(1).await();
    return number;
  }

  private StreamExecutionEnvironment job(MapFunction<Long, Long> step) {
    StreamExecutionEnvironment environment = flink.environment();
    environment.fromSequence(1, 10).map(step).returns(Long.class).sinkTo(new DiscardingSink<>());
    return environment;
  }
}
