// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import io.directio.emulator.wire.Body;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The JSON of a file's blocks, written as a stream: URLs are signed while it runs, some thousands
 * at a time, so that a million blocks need no memory.
 */
public final class Listing implements Body {
  /** Blocks that are signed in parallel before they are written. */
  private static final int BATCH = 4096;

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
      Map<Integer, String> signed = new ConcurrentHashMap<>();
      for (int from = 1; from <= blocks; from += BATCH) {
        String[] chunks =
            IntStream.range(from, Math.min(blocks + 1, from + BATCH))
                .parallel()
                .mapToObj(number -> chunk(number, legacy, blocks, signed))
                .toArray(String[]::new);
        write(buffered, (from == 1 ? "" : ",") + String.join(",", chunks));
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

  private String chunk(int number, boolean legacy, int blocks, Map<Integer, String> signed) {
    int real = (number - 1) % Math.max(1, source.blocks()) + 1;
    String url =
        edit.urlJson(number)
            .orElseGet(
                () ->
                    '"'
                        + (blocks > source.blocks()
                            ? signed.computeIfAbsent(real, this::url)
                            : url(real))
                        + '"');
    Optional<String> length =
        edit.lengthJson(number).orElseGet(() -> Optional.of(Long.toString(source.length(real))));
    return "{"
        + unknownFields()
        + (legacy ? "\"location\":" : "\"url\":")
        + url
        + length.map(json -> ",\"len\":" + json).orElse("")
        + "}";
  }

  private String url(int number) {
    return edit.changed(source.url(number, edit.lifetime(), edit.age()));
  }

  private String unknownFields() {
    return edit.hasUnknownFields() ? UNKNOWN : "";
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
