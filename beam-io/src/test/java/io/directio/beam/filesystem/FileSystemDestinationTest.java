// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.Stored;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.ManifestReader;
import io.directio.assemble.PathPolicy;
import io.directio.assemble.PublishedMark;
import io.directio.assemble.SafePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the local disk, by way of Beam. */
class FileSystemDestinationTest {

  private static final int BLOCK = 300_000;
  private static final int UNIT = 1 << 20;

  /** A file of the portal. */
  private record Source(FilePlan plan, byte[] content) {
    static Source of(long id, String path, int size, long seed) {
      byte[] content = new byte[size];
      new Random(seed).nextBytes(content);
      int blocks = (size + BLOCK - 1) / BLOCK;
      long[] lengths = new long[blocks];
      Arrays.fill(lengths, BLOCK);
      if (blocks > 0) {
        lengths[blocks - 1] = size - (blocks - 1) * (long) BLOCK;
      }
      FileRef ref = new FileRef(id, path, size, seed);
      return new Source(FilePlan.of(ref, Compression.NONE, false, lengths, BLOCK), content);
    }

    List<Block> blocks() {
      List<Block> blocks = new ArrayList<>();
      plan.splits().forEach(split -> blocks.add(block(split.block())));
      return blocks;
    }

    private Block block(BlockInfo info) {
      byte[] bytes =
          Arrays.copyOfRange(content, (int) info.offset(), (int) info.offset() + info.length());
      return new Block(plan.metadata(), info, crc(bytes), bytes);
    }

    CompletedFile completed() {
      return new CompletedFile(plan.metadata(), crc(content), false);
    }

    private static int crc(byte[] bytes) {
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return (int) crc.getValue();
    }
  }

  @TempDir Path directory;

  private FileSystemDestinationSpec spec() {
    return FileSystemDestinationSpec.in(directory.toString()).withUnitBytes(UNIT);
  }

  private static void write(Destination destination, Source source) throws IOException {
    for (Block block : source.blocks()) {
      destination.write(block);
    }
    destination.flush();
  }

  private List<String> filesBelow(String folder) throws IOException {
    Path below = directory.resolve(folder);
    if (!Files.exists(below)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(below)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(name -> folder.startsWith(".") || !name.startsWith(".directio"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a/b/c.txt", "report [final] {2}.pdf", "what? *all*", "ü 日本/x y#1%20"})
  void publishesFilesWhateverTheirNamesHold(String name) throws Exception {
    Source small = Source.of(1, name, 1_000, 1);
    Source large = Source.of(2, name + ".large", 5 * UNIT + 17, 2);
    try (Destination destination = spec().open()) {
      write(destination, small);
      write(destination, large);
      assertThat(filesBelow("")).isEmpty();
      destination.publishAll(List.of(small.completed(), large.completed()));
      for (Source source : List.of(small, large)) {
        String path = source.plan().file().path();
        assertThat(directory.resolve(path)).hasBinaryContent(source.content());
        assertThat(destination.stored(source.plan().metadata()))
            .isEqualTo(Stored.whole(path, OptionalInt.of(source.completed().crc32c())));
      }
    }
    assertThat(filesBelow(".directio/partial")).isEmpty();
  }

  @Test
  void putsTogetherWhatSeveralWritersWroteInAnyOrder() throws Exception {
    Source source = Source.of(1, "f", 7 * UNIT + 1, 1);
    List<Block> blocks = new ArrayList<>(source.blocks());
    Collections.shuffle(blocks, new Random(3));
    try (Destination one = spec().open();
        Destination other = spec().withMemory(UNIT).open()) {
      for (int i = 0; i < blocks.size(); i++) {
        (i % 2 == 0 ? one : other).write(blocks.get(i));
      }
      one.write(blocks.get(0));
      one.flush();
      other.flush();
      other.publish(source.completed());
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
  }

  @Test
  void publishesAnEmptyFile() throws Exception {
    Source empty = Source.of(1, "empty", 0, 1);
    try (Destination destination = spec().open()) {
      write(destination, empty);
      assertThat(destination.publish(empty.completed()).status())
          .isEqualTo(ManifestEntry.Status.OK);
    }
    assertThat(directory.resolve("empty")).isEmptyFile();
  }

  @Test
  void takesABundleThatIsTriedAgain() throws Exception {
    Source source = Source.of(1, "f", 3 * UNIT, 1);
    for (int attempt = 0; attempt < 2; attempt++) {
      try (Destination destination = spec().open()) {
        write(destination, source);
        destination.publish(source.completed());
        destination.publish(source.completed());
      }
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
    assertThat(filesBelow("")).containsExactly("f");
    assertThat(filesBelow(".directio/partial")).isEmpty();
  }

  @Test
  void goesOnWithWhatAnInterruptedRunStored() throws Exception {
    Source source = Source.of(1, "f", 4 * UNIT, 1);
    List<Block> blocks = source.blocks();
    try (Destination destination = spec().open()) {
      for (Block block : blocks.subList(0, blocks.size() / 2)) {
        destination.write(block);
      }
      destination.flush();
    }
    try (Destination destination = spec().open()) {
      Stored.Partly partly = (Stored.Partly) destination.stored(source.plan().metadata());
      long stored = partly.ranges().stream().mapToLong(range -> range.length()).sum();
      assertThat(stored).isEqualTo((long) BLOCK * (blocks.size() / 2));
      for (Block block : blocks.subList(blocks.size() / 2, blocks.size())) {
        destination.write(block);
      }
      destination.flush();
      destination.publish(
          new CompletedFile(source.plan().metadata(), Source.crc(source.content()), true));
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
  }

  @Test
  void ignoresAPieceThatADeadWriterLeftUnfinished() throws Exception {
    Source source = Source.of(1, "f", 2 * UNIT, 1);
    try (Destination destination = spec().open()) {
      write(destination, source);
      for (String piece : filesBelow(".directio/partial")) {
        Path path = directory.resolve(piece);
        String other = "00000000-0000-0000-0000-000000000000";
        String name = path.getFileName().toString();
        Files.write(
            path.resolveSibling(name.substring(0, name.length() - other.length()) + other),
            new byte[5]);
      }
      destination.publish(source.completed());
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
    assertThat(filesBelow(".directio/partial")).isEmpty();
  }

  @Test
  void publishesNothingWhoseBytesAreWrong() throws Exception {
    Source source = Source.of(1, "f", 3 * UNIT, 1);
    try (Destination destination = spec().open()) {
      write(destination, source);
      Path piece = directory.resolve(filesBelow(".directio/partial").get(1));
      byte[] bytes = Files.readAllBytes(piece);
      bytes[77] ^= 1;
      Files.write(piece, bytes);
      assertThatThrownBy(() -> destination.publish(source.completed()))
          .isInstanceOfSatisfying(
              DestinationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_CORRUPT));
    }
    assertThat(filesBelow("")).isEmpty();
  }

  @Test
  void readsBackAFileOfOnePieceThatAnEarlierRunStored() throws Exception {
    Source source = Source.of(1, "f", BLOCK, 1);
    try (Destination destination = spec().open()) {
      write(destination, source);
      Path piece = directory.resolve(filesBelow(".directio/partial").get(0));
      Files.write(piece, new byte[BLOCK]);
      assertThatThrownBy(
              () ->
                  destination.publish(
                      new CompletedFile(
                          source.plan().metadata(), source.completed().crc32c(), true)))
          .isInstanceOf(DestinationException.class);
    }
    assertThat(filesBelow("")).isEmpty();
  }

  @Test
  void replacesAnOlderVersion() throws Exception {
    Source old = Source.of(1, "f", 2 * UNIT, 1);
    Source replaced = Source.of(1, "f", 2 * UNIT - 5, 2);
    try (Destination destination = spec().open()) {
      for (Source source : List.of(old, replaced)) {
        write(destination, source);
        destination.publish(source.completed());
      }
      assertThat(destination.stored(old.plan().metadata())).isInstanceOf(Stored.Nothing.class);
    }
    assertThat(directory.resolve("f")).hasBinaryContent(replaced.content());
  }

  @Test
  void knowsAFileWhosePublisherDiedBesideTheRename() throws Exception {
    Source old = Source.of(1, "f", BLOCK, 1);
    Source replaced = Source.of(1, "f", BLOCK, 2);
    SafePath path = SafePath.of("f", PathPolicy.SANITISE);
    try (Destination destination = spec().open()) {
      write(destination, old);
      destination.publish(old.completed());
      new Marks(new Tree(spec().root()))
          .write(
              path,
              new Marks.Mark(
                  PublishedMark.of(replaced.completed()),
                  Optional.of(PublishedMark.of(old.completed()))));
      assertThat(wholes(destination, old, replaced)).containsExactly(true, false);
      Files.write(directory.resolve("f"), replaced.content());
      assertThat(wholes(destination, old, replaced)).containsExactly(false, true);
    }
  }

  private static List<Boolean> wholes(Destination destination, Source... sources)
      throws IOException {
    List<Boolean> wholes = new ArrayList<>();
    for (Source source : sources) {
      wholes.add(destination.stored(source.plan().metadata()) instanceof Stored.Whole);
    }
    return wholes;
  }

  @Test
  void leavesForeignFilesAloneUnlessItIsAllowedToReplaceThem() throws Exception {
    Source source = Source.of(1, "f", 10, 1);
    Files.writeString(directory.resolve("f"), "somebody else's");
    try (Destination destination = spec().open()) {
      write(destination, source);
      assertThatThrownBy(() -> destination.publish(source.completed()))
          .isInstanceOfSatisfying(
              DestinationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_COLLISION));
    }
    assertThat(directory.resolve("f")).hasContent("somebody else's");
    try (Destination destination = spec().withOverwriteForeign(true).open()) {
      write(destination, source);
      destination.publish(source.completed());
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
  }

  @Test
  void doesNotTakeAForeignFileForTheOneThatWasToReplaceIt() throws Exception {
    Source source = Source.of(1, "f", 10, 1);
    Files.write(directory.resolve("f"), new byte[10]);
    FileSystemDestinationSpec overwriting = spec().withOverwriteForeign(true);
    try (Destination destination = overwriting.open()) {
      new Marks(new Tree(spec().root()))
          .write(
              SafePath.of("f", PathPolicy.SANITISE),
              new Marks.Mark(PublishedMark.of(source.completed()), Optional.of(Marks.UNKNOWN)));
      assertThat(wholes(destination, source)).containsExactly(false);
      write(destination, source);
      destination.publish(source.completed());
      assertThat(wholes(destination, source)).containsExactly(true);
    }
    assertThat(directory.resolve("f")).hasBinaryContent(source.content());
  }

  @Test
  void refusesAnotherFileOfTheSameName() throws Exception {
    Source one = Source.of(1, "f", 10, 1);
    Source other = Source.of(2, "f", 10, 2);
    try (Destination destination = spec().open()) {
      write(destination, one);
      destination.publish(one.completed());
      assertThatThrownBy(() -> destination.stored(other.plan().metadata()))
          .hasMessageContaining("file 1 of the portal");
    }
  }

  @Test
  void reportsAFileWhoseNameIsADirectorys() throws Exception {
    Source inside = Source.of(1, "a/b", 10, 1);
    Source outside = Source.of(2, "a", 10, 2);
    Source below = Source.of(3, "a/b/c", 10, 3);
    try (Destination destination = spec().open()) {
      for (Source source : List.of(inside, outside, below)) {
        write(destination, source);
      }
      destination.publish(inside.completed());
      for (Source source : List.of(outside, below)) {
        assertThatThrownBy(() -> destination.publish(source.completed()))
            .isInstanceOfSatisfying(
                DestinationException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.PATH_COLLISION));
      }
    }
    assertThat(filesBelow("")).containsExactly("a/b");
  }

  @Test
  void neverLeavesItsRoot() throws Exception {
    Source source = Source.of(1, "../../outside", 10, 1);
    try (Destination destination = spec().open()) {
      write(destination, source);
      destination.publish(source.completed());
    }
    assertThat(filesBelow("")).hasSize(1);
    assertThat(directory.resolve("../../outside")).doesNotExist();
  }

  @Test
  void deletesWhatDeadRunsLeftBehind() throws Exception {
    Source dead = Source.of(1, "dead", 2 * UNIT, 1);
    Source alive = Source.of(2, "alive", 2 * UNIT, 2);
    try (Destination destination = spec().withStaleAfter(Duration.ofHours(1)).open()) {
      write(destination, dead);
      for (String piece : filesBelow(".directio/partial")) {
        Files.setLastModifiedTime(
            directory.resolve(piece), FileTime.from(Instant.now().minusSeconds(7_200)));
      }
      write(destination, alive);
      destination.cleanUp();
      assertThat(filesBelow(".directio/partial")).isNotEmpty().allMatch(n -> n.contains("/2-"));
      destination.abandon(alive.plan().file());
      assertThat(filesBelow(".directio/partial")).isEmpty();
    }
  }

  @Test
  void mergesManifests() throws Exception {
    try (Destination destination = spec().open()) {
      ManifestEntry two = ManifestEntry.ok(Source.of(2, "2", 5, 1).plan().metadata(), "2", 1);
      ManifestEntry one = ManifestEntry.ok(Source.of(1, "1", 5, 1).plan().metadata(), "1", 1);
      destination.manifests().write("run", "a", List.of(two));
      destination.manifests().write("run", "b", List.of(one));
      for (int attempt = 0; attempt < 2; attempt++) {
        List<ManifestEntry> rows = new ArrayList<>();
        destination.manifests().finish("run", rows::add);
        assertThat(rows).containsExactly(one, two);
      }
      Path copy = directory.resolve("copy");
      destination.manifests().copy("run", copy);
      try (ManifestReader reader = ManifestReader.open(copy)) {
        assertThat(reader.next()).contains(one);
      }
      assertThat(destination.manifests().location("run"))
          .isEqualTo(directory + "/.directio/manifest/run.jsonl");
    }
    assertThat(filesBelow(".directio/manifest")).containsExactly(".directio/manifest/run.jsonl");
  }

  @Test
  void saysWhenNoFileSystemIsKnown() {
    assertThatThrownBy(() -> FileSystemDestinationSpec.in("nowhere://bucket/folder").open())
        .isInstanceOf(DestinationException.class)
        .hasMessageContaining("nowhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hdfs://user:canary@host/x", "gs://bucket/*/x", "", "gs://b/[a]"})
  void refusesWhatIsNoDirectory(String root) {
    assertThatThrownBy(() -> FileSystemDestinationSpec.in(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }
}
