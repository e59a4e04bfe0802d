// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.emulator.EmulatedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs exports, and looks at what they have left. */
public final class TestExports {

  private static final long PATIENCE_SECONDS = 120;

  private TestExports() {}

  /** An environment that restarts a job soon, a few times. */
  public static StreamExecutionEnvironment environment(int parallelism, long checkpointMillis) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    if (checkpointMillis > 0) {
      environment.enableCheckpointing(checkpointMillis);
    }
    return environment;
  }

  /** Runs an export to its end, and gives its manifest. */
  public static Map<Long, ManifestEntry> run(
      DirectIOExport export, StreamExecutionEnvironment environment) throws Exception {
    return finish(export, export.start(environment));
  }

  /** Waits for the end of an export, and gives its manifest. */
  public static Map<Long, ManifestEntry> finish(DirectIOExport export, JobClient job)
      throws Exception {
    job.getJobExecutionResult().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Path manifest = export.manifestOf(job.getJobID());
    assertThat(manifest.resolveSibling(job.getJobID().toHexString())).doesNotExist();
    return rows(manifest);
  }

  /** The rows of a manifest, of which no file has two. */
  public static Map<Long, ManifestEntry> rows(Path manifest) throws IOException {
    Map<Long, ManifestEntry> rows = new TreeMap<>();
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        assertThat(rows.put(row.get().fileId(), row.get())).as("another row").isNull();
      }
    }
    return rows;
  }

  /** Every file of the portal must be there, byte for byte, with a row, and nothing else. */
  public static void assertWhole(
      TestPortal portal, Path directory, Map<Long, ManifestEntry> rows, ManifestEntry.Status status)
      throws IOException {
    assertWhole(portal.files(), directory, rows, status);
    assertThat(rows).hasSize(portal.files().size());
    assertThat(published(directory)).hasSize(portal.files().size());
    portal.emulator().requests().assertNoViolations();
  }

  /** These files must be there, byte for byte, with a row. */
  public static void assertWhole(
      List<EmulatedFile> files,
      Path directory,
      Map<Long, ManifestEntry> rows,
      ManifestEntry.Status status)
      throws IOException {
    for (EmulatedFile file : files) {
      byte[] expected = TestPortal.bytesOf(file);
      assertThat(directory.resolve(Long.toString(file.id())))
          .as(file.path())
          .exists()
          .hasBinaryContent(expected);
      CRC32C crc = new CRC32C();
      crc.update(expected);
      ManifestEntry row = rows.get(file.id());
      assertThat(row).as("row of %s", file.path()).isNotNull();
      assertThat(row.status()).as("row of %s: %s", file.path(), row).isEqualTo(status);
      assertThat(row.size()).isEqualTo(expected.length);
      assertThat(row.crc32c()).isEqualTo((int) crc.getValue());
      assertThat(row.path()).isEqualTo(Long.toString(file.id()));
    }
  }

  /** The names of the files that are visible at the destination. */
  public static List<String> published(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    }
  }

  /** What is left of files that were begun and not published. */
  public static List<Path> leftovers(Path directory) throws IOException {
    Path partial = directory.resolve(".directio/partial");
    if (!Files.exists(partial)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(partial)) {
      files.filter(Files::isRegularFile).forEach(found::add);
    }
    return found;
  }

  /** Whether something of a file that is not published has been made durable. */
  public static boolean hasJournal(Path directory) throws IOException {
    try {
      for (Path file : leftovers(directory)) {
        if (file.toString().contains(".journal") && Files.size(file) > 0) {
          return true;
        }
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // Something was published while we looked.
    }
    return false;
  }
}
