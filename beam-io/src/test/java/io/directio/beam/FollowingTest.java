// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.beam.coders.WholeFile;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.fault.Fault;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.runners.spark.NamedLikeSpark;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Sessions;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines without an end. */
class FollowingTest {

  private static final NotificationOptions ALL =
      NotificationOptions.builder().pageSize(3).longPoll(Duration.ofMillis(200)).build();

  @TempDir Path directory;

  private TestPortal portal;
  private Pipeline pipeline;
  private PipelineResult running; // null until it runs

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder();
    for (int i = 0; i < 5; i++) {
      builder.file("docs/" + i, TestPortal.bytes(1_000 * i, i));
    }
    portal = TestPortal.start(builder);
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    pipeline = Pipeline.create(options);
  }

  @AfterEach
  void stop() throws IOException {
    if (running != null) {
      running.cancel();
    }
    portal.close();
  }

  private static void await(org.awaitility.core.ThrowingRunnable truth) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(truth);
  }

  @Test
  void tellsChangesForEver() {
    Collected<FileEvent> events = new Collected<>();
    pipeline.apply(DirectIO.readEvents(portal.client()).withFolders(ALL)).apply(events);
    running = pipeline.run();

    await(() -> assertThat(events.elements()).extracting(FileEvent::name).contains("4"));
    portal.emulator().notifications().expireSessions();
    portal.emulator().add("docs/new", Content.of(new byte[3]));
    portal.emulator().delete("docs/2");
    await(
        () ->
            assertThat(events.elements())
                .filteredOn(event -> event.type() == FileEvent.Type.FILE)
                .extracting(event -> event.name() + (event.deleted() ? " deleted" : ""))
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "new", "2 deleted"));
  }

  @Test
  void readsWhatIsThereAndThenWhatChanges() {
    Collected<Block> blocks = new Collected<>();
    Collected<WholeFile> files = new Collected<>();
    pipeline
        .apply("Read", DirectIO.read(portal.client()).withFilesFollowedIn(ALL))
        .apply("Blocks", blocks);
    pipeline
        .apply("Files in", DirectIO.filesIn(portal.client(), ALL).following())
        .apply("Whole", DirectIO.readFiles(portal.client()))
        .apply("Files", files);
    running = pipeline.run();

    await(() -> assertThat(files.elements()).hasSize(5));
    EmulatedFile replaced = portal.emulator().replace("docs/3", Content.of(new byte[7]));
    await(
        () -> {
          assertThat(files.elements()).hasSize(6).anyMatch(file -> file.bytes().length == 7);
          assertThat(blocks.elements())
              .anyMatch(block -> block.fileId() == replaced.id() && block.length() == 7);
        });
  }

  @Test
  void exportsWindowByWindow() {
    pipeline
        .apply(DirectIO.filesIn(portal.client(), ALL).following())
        .apply(Window.into(FixedWindows.of(org.joda.time.Duration.standardMinutes(1))))
        .apply(DirectIO.export(portal.client(), directory).withManifestName("run"));
    running = pipeline.run();

    portal.emulator().clockSkew(Duration.ofMinutes(2));
    await(() -> assertThat(directory.resolve("docs/4")).exists());
    Fault twice = portal.emulator().faults().storage().times(2).expired();
    portal.emulator().add("docs/new", Content.of(TestPortal.bytes(3_000, 9)));
    await(() -> assertThat(twice.hits()).isEqualTo(2));
    portal.emulator().clockSkew(Duration.ofMinutes(4));
    await(
        () ->
            assertThat(directory.resolve("docs/new")).hasBinaryContent(TestPortal.bytes(3_000, 9)));
    await(
        () ->
            assertThat(manifests())
                .hasSizeGreaterThan(1)
                .anySatisfy(rows -> assertThat(rows).contains("docs/new"))
                .anySatisfy(rows -> assertThat(rows).contains("docs/4")));
  }

  /** The manifests of all windows. */
  private List<String> manifests() throws IOException {
    List<String> manifests = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.resolve(".directio/manifest"), "run-*.jsonl")) {
      for (Path file : files) {
        manifests.add(Files.readString(file));
      }
    }
    return manifests;
  }

  @Test
  void refusesWindowsThatMerge() {
    PCollection<FileRef> files =
        pipeline
            .apply(DirectIO.filesIn(portal.client(), ALL).following())
            .apply(
                Window.into(Sessions.withGapDuration(org.joda.time.Duration.standardMinutes(1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> files.apply(DirectIO.export(portal.client(), directory)))
        .withMessageContaining("sessions");
  }

  @Test
  void theSnapshotAloneIsBounded() {
    assertThat(pipeline.apply(DirectIO.readEvents(portal.client()).withSnapshotOnly()).isBounded())
        .isEqualTo(IsBounded.BOUNDED);
    assertThat(pipeline.apply("Followed", DirectIO.readEvents(portal.client())).isBounded())
        .isEqualTo(IsBounded.UNBOUNDED);
  }

  @Test
  void refusesToFollowOnSpark() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(NamedLikeSpark.class);
    Pipeline spark = Pipeline.create(options);
    assertThatThrownBy(() -> spark.apply(DirectIO.filesIn(portal.client(), ALL).following()))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Spark")
        .hasMessageContaining("snapshot only");
    assertThatCode(() -> spark.apply("Listed", DirectIO.filesIn(portal.client(), ALL)))
        .doesNotThrowAnyException();
  }
}
