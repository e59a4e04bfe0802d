// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory for what is written, gone with all that is in it when it is closed. */
record ScratchDirectory(Path path) implements AutoCloseable {

  /** A new one, where the system keeps temporary files ({@code java.io.tmpdir}). */
  static ScratchDirectory create() throws IOException {
    ScratchDirectory created =
        new ScratchDirectory(Files.createTempDirectory("directio-benchmark-"));
    // Gigabytes should not stay behind when the run is interrupted.
    Runtime.getRuntime().addShutdownHook(new Thread(created::closeAfterInterruption));
    return created;
  }

  /** A new one inside of another directory. */
  static ScratchDirectory in(Path parent) throws IOException {
    return new ScratchDirectory(Files.createTempDirectory(parent, "round-"));
  }

  private void closeAfterInterruption() {
    try {
      close();
    } catch (IOException e) {
      System.err.println(path + " could not be deleted: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
