// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.codec.SampleFiles;
import io.directio.emulator.Content;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongFunction;

/** What is in the files of a portal. */
enum Sample {
  /** Classes and resources of the JDK: a core decodes them slowly. */
  CLASSES {
    @Override
    LongFunction<Content> contents(long size) throws IOException {
      return cut(SampleFiles.CLASSES, size);
    }
  },
  /** Jars, compressed already: a core decodes them fast, so that all else weighs more. */
  JARS {
    @Override
    LongFunction<Content> contents(long size) throws IOException {
      return cut(SampleFiles.JARS, size);
    }
  },
  /** The same 4 MiB of jars over and over: blocks that are equal are stored once. */
  REPEATED {
    @Override
    LongFunction<Content> contents(long size) throws IOException {
      byte[] pattern = SampleFiles.JARS.read(4 << 20);
      return number -> Content.repeating(pattern, size);
    }
  },
  /** Bytes that do not compress, made up when they are asked for. */
  RANDOM {
    @Override
    LongFunction<Content> contents(long size) {
      return number -> Content.random(size, number);
    }
  };

  /** Bytes of real files that are taken at most; larger files, and more of them, repeat them. */
  private static final int LARGEST = 256 << 20;

  /**
   * The contents of files by their numbers.
   *
   * @param size bytes of each file
   */
  abstract LongFunction<Content> contents(long size) throws IOException;

  /** Every file begins somewhere else in the same bytes. */
  private static LongFunction<Content> cut(SampleFiles files, long size) throws IOException {
    int length = (int) Math.min(LARGEST, Math.max(64 << 20, size));
    byte[] bytes = files.read(length);
    return number -> {
      long start = number * 1_000_003 % (length - Math.min(size, length) + 1);
      byte[] pattern =
          start == 0 ? bytes : Arrays.copyOfRange(bytes, (int) start, (int) (start + size));
      return Content.repeating(pattern, size);
    };
  }
}
