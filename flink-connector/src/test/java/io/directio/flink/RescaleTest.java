// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.Manifests;
import io.directio.assemble.s3.S3Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.s3.S3Server;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One export that is stopped again and again, and goes on from its savepoint with another number of
 * subtasks each time.
 */
@Timeout(180)
class RescaleTest {

  /** Each of 1, 2, 3 and 5 after each of them: all 16 ways from one to another. */
  private static final List<Integer> EVERY_CHANGE =
      List.of(1, 1, 2, 1, 3, 1, 5, 2, 2, 3, 2, 5, 3, 3, 5, 5, 1);

  private static final List<Integer> UP_AND_DOWN = List.of(2, 5, 1, 3, 3, 1);

  private static final String RUN = "rescaled";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(3)
              .build());

  @TempDir Path directory;

  private static TestPortal portal(int large, int blocks, int blockBytes) {
    EmulatorBuilder builder =
        Emulator.builder()
            .blockSize(BlockSize.fixed(blockBytes))
            .codec(Codec.MIXED)
            .latency(Duration.ofMillis(15));
    for (int i = 0; i < large; i++) {
      builder.file("large/" + i, TestPortal.bytes(blocks * blockBytes + i, i));
      for (int j = 0; j < 20; j++) {
        builder.file("small/" + i + "/" + j, TestPortal.bytes(1 + 97 * (i + j), j));
      }
    }
    return TestPortal.start(builder);
  }

  @Test
  void losesNothingInADirectoryWhateverTheParallelismWasAndIs() throws Exception {
    try (TestPortal portal = portal(12, 64, 32 << 10)) {
      LocalDestinationSpec destination = LocalDestinationSpec.in(directory.resolve("out"));
      DirectIOExport export =
          DirectIOExport.from(portal.options().maxFetches(4).build())
              .assignment(
                  AssignmentOptions.DEFAULT
                      .withMaxBytes(8 * (32 << 10))
                      .withSmallFileThreshold(8 * (32 << 10))
                      .withMaxBundleFiles(4))
              .to(destination);
      Map<Long, ManifestEntry> rows = run(portal, export, destination, EVERY_CHANGE, 30);
      assertWhole(portal, directory.resolve("out"), rows);
      assertThat(TestExports.leftovers(directory.resolve("out"))).isEmpty();
    }
  }

  @Test
  void losesNothingInABucketWhateverTheParallelismWasAndIs() throws Exception {
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "s3-secret");
    try (TestPortal portal = portal(5, 26, 512 << 10);
        S3Server server = S3Server.start(directory, "exports", "s3-key-id", "s3-secret")) {
      S3DestinationSpec destination =
          S3DestinationSpec.of("s3://exports/run")
              .withEndpoint(server.endpoint())
              .withPathStyle(true)
              .withPartBytes(S3DestinationSpec.MIN_PART);
      DirectIOExport export =
          DirectIOExport.from(portal.options().maxFetches(2).build())
              .assignment(
                  AssignmentOptions.DEFAULT.withMaxBytes(5 << 20).withSmallFileThreshold(1 << 20))
              .to(destination);
      Map<Long, ManifestEntry> rows = run(portal, export, destination, UP_AND_DOWN, 20);
      assertWhole(portal, directory.resolve("exports/run"), rows);
      try (S3Destination opened = destination.withStaleAfter(Duration.ZERO).open()) {
        opened.cleanUp();
      }
      assertThat(directory.resolve("exports/run/.directio/partial")).doesNotExist();
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private static void assertWhole(TestPortal portal, Path root, Map<Long, ManifestEntry> rows)
      throws Exception {
    assertThat(rows).hasSize(portal.files().size());
    for (EmulatedFile file : portal.files()) {
      assertThat(root.resolve(Long.toString(file.id())))
          .as(file.path())
          .hasBinaryContent(TestPortal.bytesOf(file));
      // Skipped are those that a job published after its savepoint.
      ManifestEntry row = rows.get(file.id());
      assertThat(row.status()).as("%s", row).isIn(Status.OK, Status.SKIPPED);
    }
    assertThat(TestExports.published(root)).hasSize(portal.files().size());
    portal.emulator().requests().assertNoViolations();
  }

  /** Runs an export with one parallelism after the other, for so many blocks each. */
  private Map<Long, ManifestEntry> run(
      TestPortal portal,
      DirectIOExport export,
      DestinationSpec destination,
      List<Integer> parallelisms,
      int blocks)
      throws Exception {
    export.files(FileSelection.ids(portal.ids())).run(RUN);
    Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
    String savepoint = null;
    for (int i = 0; i < parallelisms.size(); i++) {
      boolean last = i == parallelisms.size() - 1;
      StreamExecutionEnvironment env = TestExports.environment(parallelisms.get(i), 50);
      if (savepoint != null) {
        Configuration restore = new Configuration();
        restore.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        env.configure(restore);
      }
      JobClient job = export.start(env);
      if (last) {
        job.getJobExecutionResult().get(120, TimeUnit.SECONDS);
      } else {
        awaitBlocks(portal, blocks);
        savepoint = i % 2 == 0 ? stop(job, savepoints) : leave(job, savepoints, portal);
      }
    }
    return rows(destination);
  }

  private static String stop(JobClient job, Path savepoints) {
    String to = savepoints.toUri().toString();
    return taken(() -> job.stopWithSavepoint(false, to, SavepointFormatType.CANONICAL));
  }

  /** Takes a savepoint, and lets the job do more: whoever goes on from there does it again. */
  private static String leave(JobClient job, Path savepoints, TestPortal portal) throws Exception {
    String to = savepoints.toUri().toString();
    String savepoint = taken(() -> job.triggerSavepoint(to, SavepointFormatType.NATIVE));
    awaitBlocks(portal, 5);
    job.cancel().get(60, TimeUnit.SECONDS);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> job.getJobStatus().get() == JobStatus.CANCELED);
    return savepoint;
  }

  /** A job refuses a savepoint as long as one of its tasks doesn't run yet. */
  private static String taken(Supplier<CompletableFuture<String>> savepoint) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .until(() -> savepoint.get().get(60, TimeUnit.SECONDS), path -> true);
  }

  /** Waits for so many more blocks. */
  private static void awaitBlocks(TestPortal portal, int more) {
    long then = portal.emulator().requests().gets() + more;
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> portal.emulator().requests().gets() >= then);
  }

  private Map<Long, ManifestEntry> rows(DestinationSpec destination) throws Exception {
    Path manifest = directory.resolve("manifest.jsonl");
    try (var opened = destination.open()) {
      Manifests manifests = opened.manifests();
      manifests.copy(RUN, manifest);
    }
    return TestExports.rows(manifest);
  }
}
