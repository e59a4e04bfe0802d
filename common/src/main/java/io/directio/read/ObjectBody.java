// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockDownloadException;
import io.directio.BlockValidationException;
import io.directio.ChunkSlice;
import io.directio.http.HttpAnswer;
import io.directio.read.FetchFailure.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the body of an answer straight into the array where it is needed, and checks on the way
 * that it is what was asked for. What a server announces never decides how much memory is taken.
 */
final class ObjectBody {

  /**
   * A storage that ignores ranges sends a native object from its start. Up to here that is read and
   * thrown away; beyond, every piece would cost the whole object.
   */
  static final long LONGEST_SKIP = 64L << 20;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes +(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final BlockFetch fetch;
  private final ArrayPool arrays;

  ObjectBody(BlockFetch fetch, ArrayPool arrays) {
    this.fetch = fetch;
    this.arrays = arrays;
  }

  /** Reads an encoded object, of any length that can be this block's. */
  StoredObject encoded(HttpAnswer answer) throws IOException, FetchFailure {
    int longest = fetch.maxObjectLength();
    long announced = answer.contentLength();
    if (announced > longest) {
      throw wrongLength(answer, announced + " bytes, and no more than " + longest + " can be");
    }
    int capacity = announced >= 0 ? (int) announced : longest;
    byte[] array = arrays.take(capacity);
    try {
      int length = fill(answer.body(), array, capacity);
      if (announced < 0 && length == capacity && answer.body().read() >= 0) {
        throw invalid("the object is longer than " + longest + " bytes, the most that it can be");
      }
      StoredObject object = new StoredObject(array, length);
      array = null;
      return object;
    } finally {
      if (array != null) {
        arrays.give(array);
      }
    }
  }

  /** Reads a native block, a whole object or a range of one, into the block's own array. */
  StoredObject plain(HttpAnswer answer) throws IOException, FetchFailure {
    ChunkSlice slice = fetch.slice();
    boolean partial = answer.status() == 206;
    if (partial) {
      checkRange(answer, slice);
    }
    long expected = partial ? slice.length() : slice.chunkLength();
    long announced = answer.contentLength();
    if (announced >= 0 && announced != expected) {
      throw wrongLength(answer, announced + " bytes instead of " + expected);
    }
    InputStream body = answer.body();
    if (!partial) {
      skip(body, slice);
    }
    byte[] array = fetch.destination(arrays);
    try {
      int length = fill(body, array, slice.length());
      boolean toTheEnd = partial || slice.offset() + slice.length() == slice.chunkLength();
      if (length < slice.length()) {
        throw shortened(array, length, slice.length());
      }
      if (announced < 0 && toTheEnd && body.read() >= 0) {
        throw invalid("the object is longer than " + expected + " bytes");
      }
      StoredObject object = new StoredObject(array, length);
      array = null;
      return object;
    } finally {
      if (array != null) {
        arrays.give(array);
      }
    }
  }

  private void checkRange(HttpAnswer answer, ChunkSlice slice) throws FetchFailure {
    Optional<String> header = answer.header("Content-Range");
    Matcher range = CONTENT_RANGE.matcher(header.orElse(""));
    boolean right =
        range.matches()
            && Long.parseLong(range.group(1)) == slice.offset()
            && Long.parseLong(range.group(2)) == slice.offset() + slice.length() - 1
            && (range.group(3).equals("*")
                || Long.parseLong(range.group(3)) == slice.chunkLength());
    if (!right) {
      throw invalid(
          "bytes "
              + slice.offset()
              + "-"
              + (slice.offset() + slice.length() - 1)
              + " of "
              + slice.chunkLength()
              + " were asked for, and the storage sent "
              + (range.matches() ? range.group() : "an answer without a valid Content-Range"));
    }
  }

  /** The storage ignored the range, and sends the object from its start. */
  private void skip(InputStream body, ChunkSlice slice) throws IOException, FetchFailure {
    if (slice.offset() > LONGEST_SKIP) {
      throw new FetchFailure(
          Remedy.NONE,
          new BlockDownloadException(
              fetch.fileId(),
              fetch.block(),
              "the storage ignores Range requests, so this object can't be read in pieces"));
    }
    byte[] waste = arrays.take((int) Math.min(slice.offset(), 64 << 10));
    for (long left = slice.offset(); left > 0; ) {
      int count = body.read(waste, 0, (int) Math.min(left, waste.length));
      if (count < 0) {
        throw invalid("the object ends before the block begins");
      }
      left -= count;
    }
    arrays.give(waste);
  }

  private static int fill(InputStream body, byte[] array, int length) throws IOException {
    int filled = 0;
    while (filled < length) {
      int count = body.read(array, filled, length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  private FetchFailure shortened(byte[] array, int length, int expected) {
    Optional<String> page = ErrorPage.recognise(array, length);
    return page.isPresent()
        ? page(page.get())
        : invalid("the object has " + length + " bytes instead of " + expected);
  }

  /** The length alone says that this is no block; perhaps the first bytes say what it is. */
  private FetchFailure wrongLength(HttpAnswer answer, String what) throws IOException {
    byte[] head = answer.body().readNBytes(ErrorPage.HEAD);
    Optional<String> page = ErrorPage.recognise(head, head.length);
    return page.isPresent() ? page(page.get()) : invalid("the object has " + what);
  }

  private FetchFailure invalid(String message) {
    return new FetchFailure(
        Remedy.REFETCH, new BlockValidationException(fetch.fileId(), fetch.block(), message));
  }

  /** The storage said that all is well, and sent a page. */
  FetchFailure page(String page) {
    return new FetchFailure(
        Remedy.RETRY,
        new BlockDownloadException(
            fetch.fileId(), fetch.block(), "the storage sent " + page + " instead of the block"));
  }
}
