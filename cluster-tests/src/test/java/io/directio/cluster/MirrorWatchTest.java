// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of followed changes rely on: that a bad publication is noticed. */
class MirrorWatchTest {

  @TempDir Path directory;

  private MirrorWatch watch;
  private int drafts;

  @BeforeEach
  void watch() throws Exception {
    Files.createDirectories(directory.resolve("out/docs"));
    watch = MirrorWatch.of(new Output(directory.resolve("out")), name -> name.endsWith(".tmp"));
    watch.expect("docs/a", 5);
    watch.expect("docs/a", 6);
  }

  @AfterEach
  void stop() {
    watch.close();
  }

  private Path publish(String content) throws Exception {
    Path draft = Files.writeString(directory.resolve("draft-" + drafts++), content);
    Path file = directory.resolve("out/docs/a");
    return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void takesVersionsAndRemovals() throws Exception {
    publish("first");
    assertThat(watch.violations()).isEmpty();
    Path second = publish("second");
    assertThat(watch.violations()).isEmpty();
    assertThat(watch.removals()).isOne();
    Files.delete(second);
    Files.writeString(directory.resolve("out/docs/b.tmp"), "half");
    assertThat(watch.violations()).isEmpty();
    assertThat(watch.removals()).isEqualTo(2);
  }

  @Test
  void noticesWhatAppearsInPart() throws Exception {
    publish("fir");
    assertThat(watch.violations()).containsOnly("docs/a is visible with 3 bytes");
  }

  @Test
  void noticesASecondPublication() throws Exception {
    Path kept = directory.resolve("kept");
    Files.createLink(kept, publish("first")); // So that its inode is not taken again.
    assertThat(watch.violations()).isEmpty();
    publish("first");
    assertThat(watch.violations()).containsOnly("docs/a of 5 bytes was published again");
  }

  @Test
  void noticesAVersionThatComesBack() throws Exception {
    publish("first");
    assertThat(watch.violations()).isEmpty();
    publish("second");
    assertThat(watch.violations()).isEmpty();
    publish("first");
    assertThat(watch.violations()).contains("docs/a of 5 bytes has come back");
  }
}
