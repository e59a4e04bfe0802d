// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the ids in a file without keeping them, so that progress knows the whole. */
public final class IdCount {

  private IdCount() {}

  /** Number of lines that are neither blank nor comments. */
  public static long of(Path idsFile) throws IOException {
    // Latin 1, because every byte is a character of it: what is no id is reported by who reads it.
    try (Stream<String> lines = Files.lines(idsFile, StandardCharsets.ISO_8859_1)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
          .count();
    }
  }
}
