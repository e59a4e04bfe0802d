// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.Boundedness;

/** A file of ids that grows: a selection without an end, for the shared suite. */
record FollowedIds(String path) implements FileSelection {

  private static final long serialVersionUID = 1L;

  private static final Object LOCK = new Object();

  static void append(Path file, List<Long> ids) throws IOException {
    String lines = ids.stream().map(id -> id + "\n").collect(Collectors.joining());
    synchronized (LOCK) {
      Files.writeString(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  @Override
  public Boundedness boundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) throws IOException {
    return new Cursor(FileSelection.idsFile(path), from, portal);
  }

  private static final class Cursor implements FileCursor {
    private final FileSelection file;
    private final ClientOptions portal;
    private FileCursor lines;

    Cursor(FileSelection file, Position from, ClientOptions portal) throws IOException {
      this.file = file;
      this.portal = portal;
      this.lines = file.open(from, portal);
    }

    @Override
    public Step advance(Duration patience) throws IOException {
      synchronized (LOCK) {
        if (lines.advance(patience) == Step.FILE) {
          return Step.FILE;
        }
        Position here = lines.position().orElseThrow();
        lines.close();
        lines = file.open(here, portal);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(Math.min(20, patience.toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Step.NOTHING_YET;
    }

    @Override
    public FileRef file() {
      return lines.file();
    }

    @Override
    public Optional<Position> position() {
      return lines.position();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
