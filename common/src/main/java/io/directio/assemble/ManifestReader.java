// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a manifest row by row, with the memory of one row.
 *
 * <p>The last row of a manifest whose writer was killed may be torn. Such a row is left out, and
 * {@link #isTorn()} says so; a row elsewhere that can't be read is an error.
 *
 * <p><b>Threading:</b> not thread-safe.
 */
public final class ManifestReader implements Closeable {

  private static final int MAX_ROW = 1 << 20;

  private final Path path;
  private final InputStream in;
  private byte[] row = new byte[1024];
  private int length;
  private long line;
  private boolean torn;

  private ManifestReader(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  /**
   * Opens a manifest.
   *
   * @throws DestinationException if there is none, or it can't be read
   */
  public static ManifestReader open(Path path) throws DestinationException {
    try {
      return new ManifestReader(path, new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), "the manifest could not be read", e);
    }
  }

  /**
   * The next row; none at the end.
   *
   * @throws DestinationException if the row can't be read; {@link ErrorCode#DESTINATION_CORRUPT} if
   *     it is no row, with its line in the message
   */
  public Optional<ManifestEntry> next() throws DestinationException {
    while (true) {
      boolean ended = readLine();
      if (isBlank()) {
        if (!ended) {
          return Optional.empty();
        }
        continue;
      }
      try {
        return Optional.of(ManifestRow.read(row, length));
      } catch (IOException e) {
        if (!ended) {
          torn = true;
          return Optional.empty();
        }
        throw noRow(reason(e));
      }
    }
  }

  /** Whether the last row was torn, which is known once all rows have been read. */
  public boolean isTorn() {
    return torn;
  }

  /** Number of the line of the row that was read last, from 1. */
  public long line() {
    return line;
  }

  @Override
  public void close() throws DestinationException {
    try {
      in.close();
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), "the manifest could not be closed", e);
    }
  }

  /** Reads up to the end of a line; returns false if the file ended instead. */
  private boolean readLine() throws DestinationException {
    length = 0;
    line++;
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return true;
        }
        if (length == MAX_ROW) {
          throw noRow("it is longer than " + MAX_ROW + " bytes");
        }
        if (length == row.length) {
          row = Arrays.copyOf(row, 2 * length);
        }
        row[length++] = (byte) b;
      }
      return false;
    } catch (IOException e) {
      throw FileTrouble.of(path.toString(), "the manifest could not be read", e);
    }
  }

  private boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (row[i] != ' ' && row[i] != '\r' && row[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private DestinationException noRow(String reason) {
    return new DestinationException(
        ErrorCode.DESTINATION_CORRUPT,
        Printable.of(path.toString()),
        "line " + line + " is no row of a manifest: " + reason);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    int end = message == null ? -1 : message.indexOf('\n');
    return Printable.of(end < 0 ? String.valueOf(message) : message.substring(0, end));
  }
}
