// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.filter;

import io.directio.FileRef;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.flink.table.TableRow;
import java.io.IOException;
import java.util.Objects;
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
  public FileCursor open(Position from) throws IOException {
    return new Cursor(files.open(from), condition);
  }

  private record Cursor(FileCursor all, Condition condition) implements FileCursor {

    @Override
    public Step advance() throws IOException {
      Step step = all.advance();
      while (step == Step.FILE && !condition.mayHold(TableRow.of(all.file(), null))) {
        step = all.advance();
      }
      return step;
    }

    @Override
    public FileRef file() {
      return all.file();
    }

    @Override
    public Position position() {
      return all.position();
    }

    @Override
    public void close() throws IOException {
      all.close();
    }
  }
}
