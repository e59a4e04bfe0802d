// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.flink.source.FileSelection;
import io.directio.flink.source.FileSelection.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

  private final Later background = new Later();
  private final List<Throwable> failures = new ArrayList<>();
  private int arrivals;

  @TempDir Path directory;

  private Intake intake(Position from) {
    return new Intake(FileSelection.ids(LongStream.range(10, 30).toArray()), from, background);
  }

  private void fill(Intake intake, int target) {
    intake.fill(target, () -> arrivals++, failures::add);
    background.runAll();
  }

  @Test
  void readsAheadAsFarAsItIsTold() {
    Intake intake = intake(Position.START);
    fill(intake, 8);
    assertThat(intake.size()).isEqualTo(8);
    assertThat(arrivals).isEqualTo(1);
    assertThat(intake.peek().file().fileId()).isEqualTo(10);
  }

  @Test
  void readsOneStretchAtATime() {
    Intake intake = intake(Position.START);
    intake.fill(8, () -> {}, failures::add);
    intake.fill(8, () -> {}, failures::add);
    assertThat(background.waiting()).isEqualTo(1);
  }

  @Test
  void waitsUntilMuchIsMissing() {
    Intake intake = intake(Position.START);
    fill(intake, 8);
    intake.take();
    fill(intake, 8);
    assertThat(intake.size()).isEqualTo(7);
    for (int i = 0; i < 4; i++) {
      intake.take();
    }
    fill(intake, 8);
    assertThat(intake.size()).isEqualTo(8);
  }

  @Test
  void goesOnBehindWhatWasTaken() {
    Intake first = intake(Position.START);
    fill(first, 8);
    first.take();
    first.take();
    // What was read ahead and not taken is read again.
    Intake second = intake(first.position());
    fill(second, 8);
    assertThat(second.peek().file().fileId()).isEqualTo(12);
    assertThat(second.take().ordinal()).isEqualTo(2);
  }

  @Test
  void isExhaustedOnceTheLastFileWasTaken() {
    Intake intake = intake(Position.START);
    fill(intake, 100);
    assertThat(intake.exhausted()).isFalse();
    while (intake.peek() != null) {
      intake.take();
    }
    assertThat(intake.exhausted()).isTrue();
  }

  @Test
  void saysThatTheSelectionCannotBeRead() {
    Intake intake =
        new Intake(
            FileSelection.idsFile(directory.resolve("absent").toString()),
            Position.START,
            background);
    fill(intake, 8);
    assertThat(failures).singleElement().isInstanceOf(IOException.class);
  }

  @Test
  void closesTheSelection() throws Exception {
    Path ids = Files.writeString(directory.resolve("ids"), "1\n2\n");
    Intake intake = new Intake(FileSelection.idsFile(ids.toString()), Position.START, background);
    fill(intake, 1);
    intake.close();
    fill(intake, 8);
    assertThat(failures).isNotEmpty();
  }
}
