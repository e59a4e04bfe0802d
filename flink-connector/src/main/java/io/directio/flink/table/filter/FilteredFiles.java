// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.filter;

import io.directio.FileRef;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.split.FileTask;
import io.directio.flink.table.TableRow;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;

/**
 * Those files of a selection that may meet a condition, as far as can be told before they are
 * listed.
 *
 * @param files the selection
 * @param condition the condition
 */
public record FilteredFiles(FileSelection files, Condition condition) implements FileSelection {

  private static final long serialVersionUID = 1L;

  public FilteredFiles {
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(condition, "condition");
  }

  @Override
  public Boundedness boundedness() {
    return files.boundedness();
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) throws IOException {
    return new Cursor(files.open(from, portal), condition);
  }

  private record Cursor(FileCursor all, Condition condition) implements FileCursor {

    @Override
    public Step advance(Duration patience) throws IOException {
      Step step = all.advance(patience);
      while (step == Step.FILE && !condition.mayHold(TableRow.of(all.file(), time()))) {
        step = all.advance(Duration.ZERO);
      }
      return step;
    }

    private Instant time() {
      return all.eventTime() == FileTask.NO_TIME ? null : Instant.ofEpochMilli(all.eventTime());
    }

    @Override
    public long eventTime() {
      return all.eventTime();
    }

    @Override
    public FileRef file() {
      return all.file();
    }

    @Override
    public Optional<Position> position() {
      return all.position();
    }

    @Override
    public void close() throws IOException {
      all.close();
    }
  }
}
