// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FAULTS 32, for a directory: whatever the disk does, nothing partial is seen. */
class DestinationFaultsTest {

  private static final TestFile FILE = TestFile.random(1, "d/a", 10_000, 1000);

  @TempDir Path directory;

  @Test
  void aLimitOfTheSystemIsNamedAndOnceItIsLiftedTheWorkGoesOn() throws Exception {
    Path root = directory.resolve("root");
    Path output = directory.resolve("output");
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 4096; exec \"$@\"", "sh"));
    command.addAll(ChildJvm.command(LimitedWriter.class, root.toString()));
    ChildJvm.start(command, output).waitFor();

    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(3).last().isEqualTo("done");
    assertThat(lines.get(0))
        .startsWith("destination 'pieces': ")
        .contains("too large", "ulimit -f");
    assertThat(lines.get(1)).startsWith("destination 'one': ").contains("too large", "ulimit -f");
    assertThat(visibleFiles(root)).containsExactly("small");

    try (LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      for (TestFile file : List.of(LimitedWriter.largeInPieces(), LimitedWriter.largeInOne())) {
        assertThat(destination.stored(file.metadata())).isEqualTo(Stored.nothing());
        LocalDestinationTest.transfer(destination, file);
        assertThat(root.resolve(file.plan().file().path())).hasBinaryContent(file.content());
      }
    }
  }

  @Test
  void aNameThatTheLocaleCannotWriteIsNamed() throws Exception {
    Path root = directory.resolve("root");
    Path output = directory.resolve("output");
    ProcessBuilder child =
        new ProcessBuilder(ChildJvm.command(UnwritableName.class, root.toString()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    child.environment().put("LC_ALL", "C");
    assertThat(child.start().waitFor()).isZero();

    // Some systems write every name in UTF-8, whatever the locale says.
    assertThat(Files.readAllLines(output))
        .allMatch(
            line ->
                line.equals("published")
                    || (line.startsWith("unsafe-path ") && line.contains("LC_ALL=C.UTF-8")))
        .hasSize(2);
  }

  @Test
  void aFileThatCannotFitIsRefusedBeforeItIsBegun() throws Exception {
    FileMetadata huge =
        new FileMetadata(
            new FileRef(9, "huge", 1L << 60, 1), 1L << 60, 1 << 30, Compression.NONE, false, 1);
    try (LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      assertThatThrownBy(
              () -> destination.write(new Block(huge, new BlockInfo(1, 0, 1), 0, new byte[1])))
          .hasMessageContaining("'huge'")
          .hasMessageContaining(Long.toString(1L << 60))
          .hasMessageContaining("has room for")
          .extracting("code")
          .isEqualTo(ErrorCode.NO_SPACE);
      assertThatThrownBy(() -> destination.stored(huge))
          .as("before anything is transferred")
          .extracting("code")
          .isEqualTo(ErrorCode.NO_SPACE);
      assertThat(directory.resolve(".directio/partial")).isEmptyDirectory();
    }
  }

  @Test
  void aRootThatIsGoneForAWhileIsWaitedFor() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path away = directory.resolve("away");
    try (LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      destination.write(FILE.block(1));
      destination.flush();
      Files.move(root, away);

      assertFails(() -> destination.write(FILE.block(2)), "'d/a'", "bring it back");
      assertFails(() -> destination.publish(FILE.completed()), "'d/a'", "bring it back");
      assertFails(
          () -> destination.write(TestFile.random(5, "b", 10, 10).block(1)),
          "'b'",
          "bring it back");
      assertThat(root).doesNotExist();

      Files.move(away, root);
      FILE.blocks().forEach(block -> write(destination, block));
      Files.move(root, away);
      assertFails(destination::flush, "bring it back");

      Files.move(away, root);
      destination.abandon(FILE.plan().file());
      LocalDestinationTest.transfer(destination, FILE);
    }
    assertThat(root.resolve("d/a")).hasBinaryContent(FILE.content());
  }

  @Test
  void aRootThatIsGoneWhenItIsTimeToPublishIsWaitedFor() throws Exception {
    Path root = Files.createDirectory(directory.resolve("root"));
    Path away = directory.resolve("away");
    try (LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      FILE.blocks().forEach(block -> write(destination, block));
      destination.flush();
      Files.move(root, away);
      assertFails(() -> destination.publish(FILE.completed()), "'d/a'", "bring it back");

      Files.move(away, root);
      destination.publish(FILE.completed());
    }
    assertThat(root.resolve("d/a")).hasBinaryContent(FILE.content());
  }

  @Test
  void anOutputDirectoryThatWasDeletedIsMadeAgain() throws Exception {
    TestFile second = TestFile.random(2, "d/b", 10, 10);
    try (LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      LocalDestinationTest.transfer(destination, FILE);
      Files.delete(directory.resolve("d/a"));
      Files.delete(directory.resolve("d"));

      LocalDestinationTest.transfer(destination, second);
    }
    assertThat(directory.resolve("d/b")).hasBinaryContent(second.content());
  }

  @Test
  void losingWhatIsPartialIsNoticedAndHarmless() throws Exception {
    try (LocalDestination destination = LocalDestinationSpec.in(directory).open()) {
      FILE.blocks().forEach(block -> write(destination, block));
      destination.flush();
      deleteRecursively(directory.resolve(".directio"));
      assertFails(() -> destination.publish(FILE.completed()), "'d/a'");
      assertThat(visibleFiles(directory)).isEmpty();

      LocalDestinationTest.transfer(destination, FILE);
    }
    assertThat(directory.resolve("d/a")).hasBinaryContent(FILE.content());
  }

  @Test
  void aFileWhereADirectoryMustBeIsNamed() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertFails(() -> LocalDestinationSpec.in(file).open(), file.toString(), "move it away");
    Path below = file.resolve("root");
    assertFails(() -> LocalDestinationSpec.in(below).open(), below.toString());

    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createFile(root.resolve(".directio"));
    assertFails(() -> LocalDestinationSpec.in(root).open(), root.toString(), "move it away");
    Files.delete(root.resolve(".directio"));
    Files.createSymbolicLink(root.resolve(".directio"), directory);
    assertFails(() -> LocalDestinationSpec.in(root).open(), root.toString(), "move it away");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
    Path locked = Files.createDirectory(directory.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    // Permissions don't stop the super-user; the kernel's own file system does.
    Path root = Files.isWritable(locked) ? Path.of("/proc/directio") : locked;

    assertFails(() -> LocalDestinationSpec.in(root).open(), root.toString(), "run again");
  }

  @Test
  void aFullDiskIsNamed() {
    IOException full =
        catchThrowableOfType(
            IOException.class,
            () -> {
              try (FileChannel channel =
                  FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(1), 0);
              }
            });

    DestinationException failure = FileTrouble.of("a", "block 1 could not be written", full);

    assertThat(failure)
        .hasMessageContaining("No space left on device; free some space there and run again")
        .hasCause(full);
  }

  @ParameterizedTest
  @CsvSource({
    "Disk quota exceeded, raise the quota",
    "Read-only file system, mount it for writing",
    "Too many open files, ulimit -n",
    "File name too long, shorter path",
    "Stale file handle, mounted anew",
    "Input/output error, check the destination's file system",
  })
  void whatTheSystemSaysComesWithAdvice(String reason, String advice) {
    assertThat(FileTrouble.of("a\u001bb", "it failed", new IOException(reason)))
        .hasMessageStartingWith("'a\\u001Bb': it failed: " + reason + "; ")
        .hasMessageContaining(advice)
        .extracting("code")
        .isEqualTo(ErrorCode.DESTINATION);
  }

  private static void assertFails(ThrowingCallable action, String... texts) {
    assertThatThrownBy(action)
        .isInstanceOf(DestinationException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(texts))
        .extracting("code")
        .isEqualTo(ErrorCode.DESTINATION);
  }

  private static void write(LocalDestination destination, Block block) {
    try {
      destination.write(block);
    } catch (DestinationException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> visibleFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .filter(name -> !name.startsWith(".directio"))
          .collect(Collectors.toSet());
    }
  }

  private static void deleteRecursively(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
