// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import io.directio.emulator.wire.Body;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The JSON of a file's blocks, written as a stream: URLs are signed while it runs, so that a
 * million blocks need no memory.
 */
public final class Listing implements Body {
  private static final String UNKNOWN =
      "\"new_text\":\"{[\\\"\\u00e9\",\"new_object\":{\"chunks\":[{\"url\":null}],\"len\":7},"
          + "\"new_list\":[1,[true,null],{}],\"new_number\":-1.5e3,";

  private final Source source;
  private final ListingEdit edit;

  /** What a listing shows. */
  public interface Source {
    /** Whether the blocks are encrypted. */
    boolean encrypted();

    /** The file's key, if they are. */
    Optional<String> wrappedKey();

    /** {@code compression_type}. */
    String compression();

    /** How many blocks there are. */
    int blocks();

    /** The plain length of a block, numbered from 1. */
    long length(int number);

    /**
     * The signed URL of a block, numbered from 1.
     *
     * @param lifetime empty = as usual
     * @param age how long ago it is to have been signed
     */
    String url(int number, Optional<Duration> lifetime, Duration age);

    /** Whether to write the shape of portals before 8.3. */
    boolean legacy();
  }

  /** The true listing of this source. */
  public Listing(Source source) {
    this(source, new ListingEdit());
  }

  private Listing(Source source, ListingEdit edit) {
    this.source = source;
    this.edit = edit;
  }

  /** The same, edited. */
  public Listing edited(ListingEdit other) {
    return new Listing(source, other);
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, PIECE);
    boolean legacy = edit.legacyShape().orElse(source.legacy());
    write(buffered, head(legacy));
    if (edit.chunks().isPresent()) {
      write(buffered, edit.chunks().get());
    } else {
      write(buffered, "[");
      int blocks = edit.blocks().orElse(source.blocks());
      for (int number = 1; number <= blocks; number++) {
        write(buffered, (number == 1 ? "{" : ",{") + chunk(number, legacy) + "}");
      }
      write(buffered, "]");
    }
    write(buffered, "}");
    buffered.flush();
  }

  private String head(boolean legacy) {
    String key =
        edit.key().orElseGet(() -> source.wrappedKey().map(k -> '"' + k + '"').orElse("null"));
    String encryption =
        legacy
            ? "\"wrapped_key\":" + key
            : "\"encrypt_info\":{"
                + unknownFields()
                + "\"data_encrypted\":"
                + edit.encrypted().orElse(source.encrypted())
                + ",\"wrapped_key\":"
                + key
                + "}";
    return "{"
        + unknownFields()
        + encryption
        + ",\"compression_type\":\""
        + edit.compression().orElse(source.compression())
        + "\",\"chunks\":";
  }

  private String chunk(int number, boolean legacy) {
    int real = (number - 1) % Math.max(1, source.blocks()) + 1;
    String url =
        edit.urlJson(number)
            .orElseGet(
                () -> '"' + edit.changed(source.url(real, edit.lifetime(), edit.age())) + '"');
    Optional<String> length =
        edit.lengthJson(number).orElseGet(() -> Optional.of(Long.toString(source.length(real))));
    return unknownFields()
        + (legacy ? "\"location\":" : "\"url\":")
        + url
        + length.map(json -> ",\"len\":" + json).orElse("");
  }

  private String unknownFields() {
    return edit.hasUnknownFields() ? UNKNOWN : "";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
