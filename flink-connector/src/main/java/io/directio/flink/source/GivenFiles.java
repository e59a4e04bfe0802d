// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import io.directio.read.ClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;

/** Files that were given when the job was built. */
record GivenFiles(List<FileRef> files) implements FileSelection {

  private static final long serialVersionUID = 1L;

  GivenFiles {
    files = List.copyOf(files);
  }

  @Override
  public Boundedness boundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) {
    return new Cursor(files, Math.toIntExact(from.ordinal()));
  }

  @Override
  public String toString() {
    return files.size() + " given files";
  }

  private static final class Cursor implements FileCursor {
    private final List<FileRef> files;
    private int passed;

    Cursor(List<FileRef> files, int passed) {
      this.files = files;
      this.passed = passed;
    }

    @Override
    public Step advance(Duration patience) {
      if (passed >= files.size()) {
        return Step.END;
      }
      passed++;
      return Step.FILE;
    }

    @Override
    public FileRef file() {
      return files.get(passed - 1);
    }

    @Override
    public Optional<Position> position() {
      return Optional.of(new Position(passed, passed, 0));
    }

    @Override
    public void close() {}
  }
}
