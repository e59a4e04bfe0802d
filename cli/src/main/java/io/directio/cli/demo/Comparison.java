// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares exported files with their originals, byte for byte.
 *
 * @param equal number of files that are equal
 * @param bytes bytes of those files
 * @param differences what is not equal, in words
 */
public record Comparison(int equal, long bytes, List<String> differences) {

  /**
   * Compares files.
   *
   * @param originals the originals
   * @param root where the copies are
   * @param placed under which path each original's copy is, by the original's path; one that is
   *     missing here was not exported
   * @throws InterruptedException if the thread was interrupted
   */
  public static Comparison of(List<SampleFile> originals, Path root, Map<String, String> placed)
      throws InterruptedException {
    int equal = 0;
    long bytes = 0;
    List<String> differences = new ArrayList<>();
    for (SampleFile original : originals) {
      if (Thread.interrupted()) {
        throw new InterruptedException("The comparison was interrupted");
      }
      String copy = placed.get(original.path());
      String difference =
          copy == null ? "it was not exported" : difference(original.source(), root.resolve(copy));
      if (difference.isEmpty()) {
        equal++;
        bytes += original.size();
      } else {
        differences.add(original.path() + ": " + difference);
      }
    }
    return new Comparison(equal, bytes, differences);
  }

  private static String difference(Path original, Path copy) {
    try {
      long position = Files.mismatch(original, copy);
      return position < 0 ? "" : "the byte at offset " + position + " is different";
    } catch (NoSuchFileException e) {
      return "'" + e.getFile() + "' is not there";
    } catch (IOException e) {
      return "it can't be compared: " + e.getMessage();
    }
  }
}
