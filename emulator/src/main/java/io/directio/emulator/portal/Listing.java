// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import io.directio.emulator.wire.Body;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON of a file's blocks, written as a stream: URLs are signed while it runs, so that a
 * million blocks need no memory.
 */
public final class Listing implements Body {
  private final Source source;

  /** What a listing shows. */
  public interface Source {
    /** Whether {@code encrypt_info} says so. */
    boolean encrypted();

    /** The file's key, if it is encrypted. */
    Optional<String> wrappedKey();

    /** {@code compression_type}. */
    String compression();

    /** How many blocks there are. */
    int blocks();

    /** The plain length of a block, numbered from 1. */
    long length(int number);

    /** The signed URL of a block, numbered from 1. */
    String url(int number);

    /** Whether to write the shape of portals before 8.3. */
    boolean legacy();
  }

  /** The listing of this source. */
  public Listing(Source source) {
    this.source = source;
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, PIECE);
    write(buffered, head());
    String location = source.legacy() ? "{\"location\":\"" : "{\"url\":\"";
    for (int number = 1; number <= source.blocks(); number++) {
      String chunk = location + source.url(number) + "\",\"len\":" + source.length(number) + "}";
      write(buffered, number == 1 ? chunk : "," + chunk);
    }
    write(buffered, "]}");
    buffered.flush();
  }

  private String head() {
    String key = source.wrappedKey().map(k -> '"' + k + '"').orElse("null");
    String compression = "\"compression_type\":\"" + source.compression() + "\",\"chunks\":[";
    return source.legacy()
        ? "{\"wrapped_key\":" + key + "," + compression
        : "{\"encrypt_info\":{\"data_encrypted\":"
            + source.encrypted()
            + ",\"wrapped_key\":"
            + key
            + "},"
            + compression;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
