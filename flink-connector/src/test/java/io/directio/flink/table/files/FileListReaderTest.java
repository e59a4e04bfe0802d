// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.flink.source.FileSelection;
import io.directio.flink.source.FileSelection.Position;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.table.data.RowData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListReaderTest {

  /** More than two batches. */
  private static final int FILES = 1_234;

  private static final ClientOptions PORTAL =
      ClientOptions.of(URI.create("https://portal.example.com"));

  @TempDir Path directory;

  private static FileListReader reader(FileSelection files) {
    return new FileListReader(files, PORTAL, new SimpleCounter());
  }

  private FileSelection ids() throws Exception {
    Path file = directory.resolve("ids.txt");
    Files.writeString(
        file,
        LongStream.range(0, FILES).mapToObj(Long::toString).collect(Collectors.joining("\n")));
    return FileSelection.idsFile(file.toString());
  }

  private static List<Long> poll(FileListReader reader, int most) throws Exception {
    TestingReaderOutput<RowData> output = new TestingReaderOutput<>();
    InputStatus status = InputStatus.MORE_AVAILABLE;
    while (status != InputStatus.END_OF_INPUT && output.getEmittedRecords().size() < most) {
      if (status == InputStatus.NOTHING_AVAILABLE) {
        reader.isAvailable().get(30, TimeUnit.SECONDS);
      }
      status = reader.pollNext(output);
    }
    return output.getEmittedRecords().stream().map(row -> row.getLong(0)).toList();
  }

  @Test
  void goesOnAfterTheLastFileThatACheckpointHolds() throws Exception {
    for (int first : new int[] {0, 1, 499, 500, 501, 1_233, FILES}) {
      FileListReader before = reader(ids());
      before.addSplits(List.of(FileListSplit.ALL));
      List<Long> told = new ArrayList<>(poll(before, first));
      List<FileListSplit> state = before.snapshotState(1);
      poll(before, 7);
      before.close();

      FileListReader after = reader(ids());
      after.addSplits(state);
      told.addAll(poll(after, Integer.MAX_VALUE));
      after.close();
      assertThat(told)
          .as("after %s files", first)
          .isEqualTo(LongStream.range(0, FILES).boxed().toList());
    }
  }

  @Test
  void endsOnlyWithTheListIfItHasIt() throws Exception {
    FileListReader reader = reader(ids());
    reader.addSplits(List.of(FileListSplit.ALL));
    assertThat(poll(reader, FILES)).hasSize(FILES);
    // The batch that ends the list may have been taken before this is told.
    reader.notifyNoMoreSplits();
    assertThat(poll(reader, 1)).isEmpty();
    reader.close();
  }

  @Test
  void endsAtOnceIfAnotherReaderHasTheList() throws Exception {
    FileListReader reader = reader(ids());
    reader.start();
    assertThat(reader.isAvailable()).isNotDone();
    reader.notifyNoMoreSplits();
    assertThat(poll(reader, 1)).isEmpty();
    assertThat(reader.snapshotState(1)).isEmpty();
    reader.close();
  }

  @Test
  void failsIfTheListCannotBeRead() throws Exception {
    FileListReader reader = reader(FileSelection.idsFile(directory.resolve("missing").toString()));
    reader.addSplits(List.of(new FileListSplit(List.of(), Position.START)));
    assertThatThrownBy(() -> poll(reader, 1)).hasStackTraceContaining("missing");
    reader.close();
  }
}
