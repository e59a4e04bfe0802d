// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.assemble.ManifestReader;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What must come of bundles that fail in the middle and are tried again by the runner itself. A
 * runner's test extends it and says which runner, with some attempts.
 */
public abstract class RetriedBundles {

  private static final int BLOCK = 10_000;

  @TempDir Path directory;

  private TestPortal portal;

  /** Options that choose the runner, and let it try again. */
  protected abstract PipelineOptions options();

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder().blockSize(BlockSize.fixed(BLOCK));
    for (int i = 0; i < 12; i++) {
      builder.file("small/" + i, TestPortal.bytes(500 + 3_000 * i, i));
    }
    for (int i = 0; i < 3; i++) {
      builder.file("large/" + i, TestPortal.bytes(200_001 + 70_000 * i, 100 + i));
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private PTransform<PBegin, PCollection<FileRef>> references() {
    return Create.of(
            portal.files().stream()
                .map(file -> new FileRef(file.id(), file.path(), file.content().size(), 1))
                .toList())
        .withType(TypeDescriptor.of(FileRef.class));
  }

  private Export export() {
    return DirectIO.export(portal.client(), directory)
        .withSmallFileThreshold(40_000)
        .withMaxRunBytes(60_000)
        .withManifestName("run");
  }

  private void run(Pipeline pipeline) {
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private void assertEveryFileIsThereOnce() throws IOException {
    for (EmulatedFile file : portal.files()) {
      assertThat(directory.resolve(file.path()))
          .as(file.path())
          .hasBinaryContent(TestPortal.bytesOf(file));
    }
    List<ManifestEntry> rows = new ArrayList<>();
    try (ManifestReader manifest =
        ManifestReader.open(directory.resolve(".directio/manifest/run.jsonl"))) {
      for (Optional<ManifestEntry> row = manifest.next(); row.isPresent(); row = manifest.next()) {
        rows.add(row.get());
      }
    }
    assertThat(rows)
        .extracting(ManifestEntry::path)
        .containsExactlyInAnyOrderElementsOf(
            portal.files().stream().map(EmulatedFile::path).toList());
    assertThat(rows)
        .extracting(ManifestEntry::status)
        .isSubsetOf(Status.OK, Status.SKIPPED)
        .contains(Status.OK);
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(name -> name.contains(".partial"));
    }
  }

  @Test
  void exportsThoughTheRunnerLosesBundlesThatPublish() throws Exception {
    Stumble<ManifestEntry> stumble = new Stumble<>(3);
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(references()).apply(export()).succeeded().apply("Stumble", ParDo.of(stumble));
    run(pipeline);

    assertThat(stumble.seen()).isGreaterThan(portal.files().size());
    assertEveryFileIsThereOnce();
  }

  @Test
  void exportsThoughThePortalRefusesTheCredentialsForAWhile() throws Exception {
    // Which fails the bundle that reads, and writes, in its middle; also when asked once more.
    portal.emulator().faults().portal().forFile("large/1").times(2).respond(401);
    Pipeline pipeline = Pipeline.create(options());
    pipeline.apply(references()).apply(export());
    run(pipeline);

    assertThat(portal.emulator().requests().portalCalls("large/1")).isGreaterThan(2);
    assertEveryFileIsThereOnce();
  }

  @Test
  void writesThoughAUsersOwnTransformFailsInTheMiddle() throws Exception {
    Stumble<Block> stumble = new Stumble<>(20);
    Pipeline pipeline = Pipeline.create(options());
    pipeline
        .apply(references())
        .apply(DirectIO.readAll(portal.client()).withSmallFileThreshold(40_000))
        .apply("Stumble", ParDo.of(stumble))
        .apply(DirectIO.write(directory).withManifestName("run"));
    run(pipeline);

    int blocks =
        portal.files().stream()
            .mapToInt(file -> (int) ((file.content().size() + BLOCK - 1) / BLOCK))
            .sum();
    assertThat(stumble.seen()).isGreaterThan(blocks);
    assertEveryFileIsThereOnce();
  }

  /** Fails once, with one of its elements, in a runner that runs in this JVM. */
  static final class Stumble<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, AtomicInteger> SEEN = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();
    private final int at;

    /**
     * @param at the number of the element, from 1
     */
    Stumble(int at) {
      this.at = at;
      SEEN.put(name, new AtomicInteger());
    }

    /** Elements that came, again or for the first time. */
    int seen() {
      return SEEN.get(name).get();
    }

    @ProcessElement
    public void process(ProcessContext context) {
      if (SEEN.get(name).incrementAndGet() == at) {
        throw new IllegalStateException("A bundle fails");
      }
      context.output(context.element());
    }
  }
}
