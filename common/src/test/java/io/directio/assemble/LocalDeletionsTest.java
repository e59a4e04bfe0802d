// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeletionsTest {

  @Nested
  class WithAttributes extends Local {
    WithAttributes() {
      super(true);
    }
  }

  @Nested
  class WithoutAttributes extends Local {
    WithoutAttributes() {
      super(false);
    }
  }

  abstract static class Local extends DeletionsBehaviour {

    @TempDir Path root;
    private final boolean attributes;

    Local(boolean attributes) {
      this.attributes = attributes;
    }

    @Override
    protected Destination open(boolean deletions, Duration staleAfter) throws Exception {
      // A clock that is ahead, so that what was written just now is older than now.
      Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(1));
      return LocalDestination.open(
          LocalDestinationSpec.in(root).withDeletions(deletions).withStaleAfter(staleAfter),
          clock,
          attributes);
    }

    @Override
    protected List<String> visible() throws IOException {
      return files(root).stream().filter(path -> !path.startsWith(".directio/")).toList();
    }

    @Override
    protected List<String> hidden(String folder) throws IOException {
      return files(root.resolve(".directio").resolve(folder));
    }

    private static List<String> files(Path folder) throws IOException {
      if (!Files.exists(folder)) {
        return List.of();
      }
      try (Stream<Path> all = Files.walk(folder)) {
        return all.filter(Files::isRegularFile)
            .map(path -> folder.relativize(path).toString())
            .toList();
      }
    }

    @Override
    protected byte[] read(String path) throws IOException {
      return Files.readAllBytes(root.resolve(path));
    }

    @Override
    protected void putForeign(String path, String text) throws IOException {
      Files.deleteIfExists(root.resolve(path));
      Files.writeString(root.resolve(path), text);
    }

    @Test
    void removesDirectoriesThatItMadeWhenTheyAreEmpty() throws Exception {
      Files.createDirectories(root.resolve("theirs/deep"));
      try (Destination destination = open(true, Duration.ofDays(7))) {
        for (String path : List.of("ours/a/b/c/file", "ours/a/other", "theirs/deep/x/file")) {
          TestFile file = withGuid(path);
          file.blocks().forEach(block -> write(destination, block));
          destination.flush();
          destination.publish(file.completed());
        }
        for (String path : List.of("ours/a/b/c/file", "theirs/deep/x/file")) {
          destination.deleteAll(List.of(new FileDeletion(withGuid(path).plan().file())));
        }
        assertThat(root.resolve("ours/a/b")).doesNotExist();
        assertThat(root.resolve("ours/a/other")).exists();
        assertThat(root.resolve("theirs/deep/x")).doesNotExist();
        assertThat(root.resolve("theirs/deep")).as("was there before").exists();
        // It is made again when it is needed.
        TestFile again = withGuid("ours/a/b/new");
        again.blocks().forEach(block -> write(destination, block));
        destination.flush();
        destination.publish(again.completed());
        assertThat(root.resolve("ours/a/b/new")).exists();
      }
    }

    private static TestFile withGuid(String path) {
      FileRef ref =
          new FileRef(
              path.hashCode(), path, 5, 1, new FileDetails(path, null, Instant.EPOCH, null));
      return TestFile.of(ref, new byte[5], 10);
    }

    private static void write(Destination destination, Block block) {
      try {
        destination.write(block);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
