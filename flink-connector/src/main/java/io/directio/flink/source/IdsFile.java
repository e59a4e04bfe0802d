// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileRef;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * Files whose ids stand in a text file. It is read in pieces, and opened again at the byte where a
 * checkpoint left off.
 */
record IdsFile(String path) implements FileSelection {

  private static final long serialVersionUID = 1L;

  private static final int BUFFER = 64 << 10;

  /** Far more than an id needs: a longer line means that this is another kind of file. */
  private static final int MAX_LINE = 4096;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  IdsFile {
    Objects.requireNonNull(path, "path");
  }

  @Override
  public Boundedness boundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public FileCursor open(Position from, ClientOptions portal) throws IOException {
    Path file = new Path(path);
    FSDataInputStream in = file.getFileSystem().open(file);
    try {
      in.seek(from.offset());
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return new Cursor(path, in, from);
  }

  @Override
  public String toString() {
    return "the ids in " + path;
  }

  private static final class Cursor implements FileCursor {
    private final String path;
    private final FSDataInputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final byte[] line = new byte[MAX_LINE];
    private int next;
    private int limit;
    private Position position;
    private FileRef file;

    Cursor(String path, FSDataInputStream in, Position from) {
      this.path = path;
      this.in = in;
      this.position = from;
    }

    @Override
    public Step advance(Duration patience) throws IOException {
      while (true) {
        String text = nextLine();
        if (text == null) {
          return Step.END;
        }
        if (!text.isEmpty()) {
          file = FileRef.ofId(parse(text));
          position = new Position(position.ordinal() + 1, position.offset(), position.line());
          return Step.FILE;
        }
      }
    }

    /** The next line without its comment and white space around it; null at the end. */
    private String nextLine() throws IOException {
      int length = 0;
      int consumed = 0;
      while (true) {
        if (next == limit) {
          limit = Math.max(0, in.read(buffer, 0, buffer.length));
          next = 0;
          if (limit == 0) {
            break;
          }
        }
        byte b = buffer[next++];
        consumed++;
        if (b == '\n') {
          break;
        }
        if (length == MAX_LINE) {
          throw new IOException(
              where(position.line() + 1)
                  + " is longer than "
                  + MAX_LINE
                  + " bytes: no list of ids?");
        }
        line[length++] = b;
      }
      if (consumed == 0) {
        return null;
      }
      position =
          new Position(position.ordinal(), position.offset() + consumed, position.line() + 1);
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      if (position.line() == 1 && text.startsWith(BYTE_ORDER_MARK)) {
        text = text.substring(1);
      }
      int comment = text.indexOf('#');
      return (comment < 0 ? text : text.substring(0, comment)).strip();
    }

    private long parse(String text) throws IOException {
      try {
        long id = Long.parseLong(text);
        if (id >= 0) {
          return id;
        }
      } catch (NumberFormatException e) {
        // Answered below, like a negative number.
      }
      throw new IOException(
          where(position.line())
              + " is not a file id: '"
              + excerpt(text)
              + "'. Correct it and start again");
    }

    private String where(long number) {
      return "Line " + number + " of " + path;
    }

    private static String excerpt(String text) {
      String printable = text.replaceAll("\\p{Cntrl}", "?");
      return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }

    @Override
    public FileRef file() {
      return file;
    }

    @Override
    public Optional<Position> position() {
      return Optional.of(position);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
