// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Real bytes that are on any machine that can run a benchmark: the JDK's own, and jars. */
public enum SampleFiles {
  /** The JDK's {@code lib/modules}: classes and resources; snappy halves them. */
  CLASSES {
    @Override
    List<Path> files() {
      return List.of(Path.of(System.getProperty("java.home"), "lib", "modules"));
    }

    @Override
    long skip() {
      // The image starts with an index that no other file resembles.
      return 8 << 20;
    }
  },
  /** The jars of the class path: compressed already, as most of what people store. */
  JARS {
    @Override
    List<Path> files() {
      String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
      return Arrays.stream(entries)
          .filter(entry -> entry.endsWith(".jar"))
          .map(Path::of)
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }

    @Override
    long skip() {
      return 0;
    }
  };

  abstract List<Path> files();

  abstract long skip();

  /**
   * Consecutive bytes of the files, which are read again from the start if they do not suffice.
   *
   * @param length how many bytes
   */
  public byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int before = at;
      for (Path file : files()) {
        try (InputStream in = Files.newInputStream(file)) {
          in.skipNBytes(Math.min(skip(), Files.size(file) / 2));
          at += in.readNBytes(bytes, at, length - at);
        }
      }
      if (at == before) {
        throw new IOException("No sample files found: " + files());
      }
    }
    return bytes;
  }
}
