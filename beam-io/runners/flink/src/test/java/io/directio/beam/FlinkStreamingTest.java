// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileEvent;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.notify.NotificationOptions;
import java.time.Duration;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pipelines without an end, on a cluster. */
class FlinkStreamingTest {

  private static final NotificationOptions ALL =
      NotificationOptions.builder().pageSize(3).longPoll(Duration.ofMillis(200)).build();

  private TestPortal portal;
  private Thread running;

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder();
    for (int i = 0; i < 5; i++) {
      builder.file("docs/" + i, new byte[i]);
    }
    portal = TestPortal.start(builder);
  }

  /**
   * The job can't be cancelled from here, but it fails when its position is rejected. One that is
   * tried again from its beginning has got another position, so that is rejected as well.
   */
  @AfterEach
  void stop() {
    await(
        () -> {
          portal.emulator().notifications().forgetCursors();
          assertThat(running.isAlive()).isFalse();
        });
    portal.close();
  }

  private static FlinkPipelineOptions options() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(2);
    return options;
  }

  private void run(Pipeline pipeline) {
    running = new Thread(() -> runToItsEnd(pipeline), "pipeline");
    running.start();
  }

  private static void runToItsEnd(Pipeline pipeline) {
    try {
      pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining("Notification Service");
    }
  }

  private static void await(ThrowingRunnable truth) {
    Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(truth);
  }

  @Test
  void tellsChangesForEver() {
    Collected<FileEvent> events = new Collected<>();
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(DirectIO.readEvents(portal.client()).withFolders(ALL)).apply(events);
    run(pipeline);

    await(() -> assertThat(events.elements()).extracting(FileEvent::name).contains("4"));
    portal.emulator().add("docs/new", Content.of(new byte[3]));
    await(() -> assertThat(events.elements()).extracting(FileEvent::name).contains("new"));
    assertThat(events.elements())
        .filteredOn(FileEvent::isReadable)
        .extracting(FileEvent::name)
        .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "new");
  }

  @Test
  void missesNothingWhenItGoesOnFromACheckpoint() {
    FlinkPipelineOptions options = options();
    options.setCheckpointingInterval(200L);
    options.setNumberOfExecutionRetries(3);
    options.setExecutionRetryDelay(10L);
    Collected<FileEvent> events = new Collected<>();
    RetriedBundles.Stumble<FileEvent> stumble = new RetriedBundles.Stumble<>(4);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(DirectIO.readEvents(portal.client()).withFolders(ALL))
        .apply("Stumble", ParDo.of(stumble))
        .apply(events);
    run(pipeline);

    await(() -> assertThat(events.elements()).extracting(FileEvent::name).contains("4"));
    portal.emulator().add("docs/new", Content.of(new byte[3]));
    await(() -> assertThat(events.elements()).extracting(FileEvent::name).contains("new"));
    assertThat(stumble.seen()).isGreaterThanOrEqualTo(7);
    assertThat(events.elements())
        .filteredOn(FileEvent::isReadable)
        .extracting(FileEvent::name)
        .contains("0", "1", "2", "3", "4", "new");
  }
}
