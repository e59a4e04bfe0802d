// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.flink.source.FileSelection;
import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.enumerator.Intake.Place;
import io.directio.flink.source.split.FileTask;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

  private static final Place START = new Place(Position.START, List.of());

  private final Later background = new Later();
  private final List<Throwable> failures = new ArrayList<>();
  private int arrivals;

  @TempDir Path directory;

  private Intake intake(Position from) {
    return intake(
        FileSelection.ids(LongStream.range(10, 30).toArray()), new Place(from, List.of()));
  }

  private Intake intake(FileSelection selection, Place from) {
    return new Intake(
        at -> selection.open(at, ClientOptions.of(URI.create("https://portal.example.com"))),
        from,
        background);
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
    Intake second = intake(first.place().position());
    assertThat(first.place().untaken()).isEmpty();
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
    Intake intake = intake(FileSelection.idsFile(directory.resolve("absent").toString()), START);
    fill(intake, 8);
    assertThat(failures).singleElement().isInstanceOf(IOException.class);
  }

  @Test
  void closesTheSelection() throws Exception {
    Path ids = Files.writeString(directory.resolve("ids"), "1\n2\n");
    Intake intake = intake(FileSelection.idsFile(ids.toString()), START);
    fill(intake, 1);
    intake.close();
    fill(intake, 8);
    assertThat(failures).isNotEmpty();
  }

  private static final PagedFiles PAGES =
      new PagedFiles(List.of(List.of(1L, 2L, 3L), List.of(), List.of(4L, 5L)), false);

  private static List<Long> ids(List<FileTask> tasks) {
    return tasks.stream().map(task -> task.file().fileId()).toList();
  }

  private void fillWholly(Intake intake) {
    for (int i = 0; i < 5; i++) {
      fill(intake, 100);
    }
  }

  @Test
  void readsPagesToTheirEnd() {
    Intake intake = intake(PAGES, START);
    fill(intake, 2);
    assertThat(intake.size()).isEqualTo(3);
  }

  @Test
  void remembersTheRestOfAPageThatCannotBeReadAgain() {
    Intake first = intake(PAGES, START);
    fillWholly(first);
    first.take();
    Place place = first.place();
    assertThat(ids(place.untaken())).containsExactly(2L, 3L);

    Intake second = intake(PAGES, place);
    assertThat(second.taken()).isEqualTo(1);
    fillWholly(second);
    List<FileTask> rest = new ArrayList<>();
    while (second.peek() != null) {
      rest.add(second.take());
    }
    assertThat(ids(rest)).containsExactly(2L, 3L, 4L, 5L);
    assertThat(rest).extracting(FileTask::ordinal).containsExactly(1L, 2L, 3L, 4L);
    assertThat(rest).extracting(FileTask::eventTime).containsExactly(2000L, 3000L, 4000L, 5000L);
    assertThat(second.exhausted()).isTrue();
  }

  @Test
  void remembersNothingBetweenPages() {
    Intake intake = intake(PAGES, START);
    fillWholly(intake);
    intake.take();
    intake.take();
    intake.take();
    assertThat(intake.place().untaken()).isEmpty();
    // The empty page that follows was passed as well.
    assertThat(intake.place().position().offset()).isEqualTo(2);
  }

  @Test
  void movesOnOverPagesWithoutFiles() {
    Intake intake = intake(new PagedFiles(List.of(List.of(), List.of()), true), START);
    fill(intake, 10);
    fill(intake, 10);
    assertThat(intake.place().position().offset()).isEqualTo(2);
  }
}
