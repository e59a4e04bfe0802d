// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tests on clusters rely on: that a bad publication is noticed. */
class PublicationsTest {

  @TempDir Path directory;

  private Publications publications;
  private Path file;

  @BeforeEach
  void watch() {
    file = directory.resolve("7");
    publications =
        Publications.watch(directory, List.of(new EmulatedFile(7, "a", Content.random(5, 1))));
  }

  @AfterEach
  void stop() {
    publications.close();
  }

  private void publish(String content) throws Exception {
    Path draft = Files.writeString(directory.resolveSibling("draft"), content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void takesWhatAppearsWhole() throws Exception {
    publish("whole");
    assertThat(publications.violations()).isEmpty();
    assertThat(publications.count()).isOne();
  }

  @Test
  void noticesWhatAppearsInPart() throws Exception {
    publish("who");
    assertThat(publications.violations()).containsExactly("7 became visible with 3 bytes");
  }

  @Test
  void noticesWhatNobodyExpects() throws Exception {
    Files.writeString(directory.resolve("8"), "");
    assertThat(publications.violations()).containsExactly("8 became visible with 0 bytes");
  }

  @Test
  void noticesASecondPublication() throws Exception {
    publish("whole");
    assertThat(publications.violations()).isEmpty();
    publish("whole");
    assertThat(publications.violations()).singleElement().asString().contains("published again");
  }

  @Test
  void noticesThatAFileIsWrittenAfterItsPublication() throws Exception {
    publish("whole");
    assertThat(publications.violations()).isEmpty();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(publications.violations()).singleElement().asString().contains("published again");
  }

  @Test
  void noticesThatAFileIsTakenAway() throws Exception {
    publish("whole");
    assertThat(publications.violations()).isEmpty();
    Files.delete(file);
    assertThat(publications.violations()).contains("7 has vanished");
  }
}
