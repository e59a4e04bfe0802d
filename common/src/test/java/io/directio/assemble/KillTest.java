// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Stored;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, with no chance to clean up, wherever that happens to hit it. */
class KillTest {

  private static final int MIN_KILLS = 6;
  private static final int MAX_KILLS = 60;
  private static final int KILLS_PER_VERSION = 2;

  @TempDir Path directory;

  @Test
  void whatAKilledWriterLeavesIsWholeOrOutOfSightAndCanBeResumed() throws Exception {
    Path root = directory.resolve("root");
    Path output = directory.resolve("output.txt");
    Random random = new Random();
    int resumable = 0;
    long version = 0;
    for (int kill = 0; kill < MIN_KILLS || (resumable < 3 && kill < MAX_KILLS); kill++) {
      version = 1 + kill / KILLS_PER_VERSION;
      Process child =
          ChildJvm.start(
              ChildJvm.command(KilledWriter.class, root.toString(), Long.toString(version)),
              output);
      // Some kills hit the beginning, some the middle, some what comes after publishing.
      String sign = kill % 3 == 0 ? "started" : "flushed";
      Awaitility.await()
          .pollInterval(5, TimeUnit.MILLISECONDS)
          .until(() -> Files.readString(output).contains(sign) || !child.isAlive());
      child.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
      child.destroyForcibly().waitFor();
      assertThat(Files.readString(output)).startsWith("started").doesNotContain("Exception");
      resumable += check(root, version);
    }
    assertThat(resumable).as("files found half-way after a kill").isGreaterThanOrEqualTo(3);

    try (LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      KilledWriter.transfer(destination, version);
    }
    for (TestFile file : KilledWriter.files(version)) {
      assertThat(root.resolve(file.plan().file().path())).hasBinaryContent(file.content());
    }
  }

  /** Returns how many files can be resumed. */
  private static int check(Path root, long version) throws Exception {
    int resumable = 0;
    if (!Files.exists(root)) {
      return 0; // Killed very early.
    }
    try (LocalDestination destination = LocalDestinationSpec.in(root).open()) {
      for (TestFile file : KilledWriter.files(version)) {
        Path published = root.resolve(file.plan().file().path());
        byte[] visible = Files.exists(published) ? Files.readAllBytes(published) : null;
        Stored stored = destination.stored(file.metadata());
        if (stored instanceof Stored.Whole whole) {
          assertThat(visible).isEqualTo(file.content());
          assertThat(whole.crc32c()).hasValue(file.crc32c());
        } else if (visible != null) {
          assertThat(visible).isIn(olderContents(file, version));
        }
        if (stored instanceof Stored.Partly partly) {
          resumable++;
          byte[] partial = Files.readAllBytes(new Layout(root).partial(file.metadata()));
          for (var range : partly.ranges()) {
            int offset = (int) range.offset();
            int length = (int) range.length();
            assertThat(TestFile.digest(partial, offset, length)).isEqualTo(range.crc32c());
            assertThat(TestFile.digest(file.content(), offset, length)).isEqualTo(range.crc32c());
          }
        }
      }
    }
    return resumable;
  }

  private static Object[] olderContents(TestFile file, long version) {
    Object[] contents = new Object[(int) version - 1];
    for (int older = 1; older < version; older++) {
      contents[older - 1] =
          KilledWriter.files(older).get((int) file.plan().file().fileId()).content();
    }
    return contents;
  }
}
