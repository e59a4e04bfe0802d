// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Jobs go on from savepoints that earlier versions of the connector have taken, in the middle of an
 * export. They are in {@code golden/savepoints}, each with what was at the destination then, and
 * are never changed: a version of the state that is new comes with another one. {@link
 * GoldenSavepointTaker} takes it.
 */
@Timeout(120)
class GoldenSavepointTest {

  private static final int BLOCK = 1 << 10;
  private static final long MISSING = 999_999;
  private static final String RUN = "golden";

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder().setNumberSlotsPerTaskManager(3).build());

  @TempDir Path directory;

  /** What the savepoints were taken of; never changed either. */
  static TestPortal portal() {
    EmulatorBuilder builder =
        Emulator.builder().blockSize(BlockSize.fixed(BLOCK)).codec(Codec.SNAPPY);
    for (int i = 0; i < 4; i++) {
      builder.file("large/" + i, TestPortal.bytes(24 * BLOCK + i, i));
      for (int j = 0; j < 6; j++) {
        builder.file("small/" + i + "/" + j, TestPortal.bytes(1 + 331 * j, 10 * i + j));
      }
    }
    return TestPortal.start(builder);
  }

  static DirectIOExport export(TestPortal portal, DestinationSpec out, Path manifests) {
    return DirectIOExport.from(portal.options().maxFetches(4).build())
        .files(FileSelection.ids(LongStream.concat(LongStream.of(MISSING), ids(portal)).toArray()))
        .assignment(
            AssignmentOptions.DEFAULT
                .withMaxBytes(8 * BLOCK)
                .withSmallFileThreshold(8 * BLOCK)
                .withMaxBundleFiles(3))
        .run(RUN)
        .to(out, manifests);
  }

  private static LongStream ids(TestPortal portal) {
    return LongStream.of(portal.ids());
  }

  private Path out() {
    return directory.resolve("out");
  }

  private Path manifests() {
    return out().resolve(".directio/manifest");
  }

  /** Flink goes on from its earlier versions, never from later ones. */
  static Stream<Arguments> savepoints() {
    return Stream.of(
            Arguments.of("splits-2-commits-1-flink-1.20", 1),
            Arguments.of("splits-2-commits-1-flink-1.20", 3),
            Arguments.of("splits-2-commits-1-flink-2.3", 2))
        .filter(
            savepoint ->
                !EnvironmentInformation.getVersion().startsWith("1.")
                    || savepoint.get()[0].toString().contains("flink-1."));
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void isGoneOnFrom(String savepoint, int parallelism) throws Exception {
    unzip("/golden/savepoints/" + savepoint + ".zip", directory);
    assertThat(TestExports.published(out())).isEmpty();
    try (TestPortal portal = portal()) {
      StreamExecutionEnvironment env = TestExports.environment(parallelism, 50);
      Configuration restore = new Configuration();
      restore.set(
          StateRecoveryOptions.SAVEPOINT_PATH, directory.resolve("savepoint").toUri().toString());
      env.configure(restore);
      DirectIOExport export = export(portal, LocalDestinationSpec.in(out()), manifests());
      Map<Long, ManifestEntry> rows = TestExports.finish(export, export.start(env));
      TestExports.assertWhole(portal.files(), out(), rows, Status.OK);
      assertThat(rows).hasSize(portal.files().size() + 1);
      assertThat(rows.get(MISSING).status()).isEqualTo(Status.FAILED);
      assertThat(TestExports.published(out())).hasSize(portal.files().size());
      assertThat(TestExports.leftovers(out())).isEmpty();
      // It went on, and did not begin anew.
      assertThat(portal.emulator().requests().gets("large/0")).isLessThan(24);
    }
  }

  private static void unzip(String resource, Path into) throws IOException {
    try (InputStream found = GoldenSavepointTest.class.getResourceAsStream(resource)) {
      assertThat(found).as(resource).isNotNull();
      ZipInputStream in = new ZipInputStream(found);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = into.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
  }
}
