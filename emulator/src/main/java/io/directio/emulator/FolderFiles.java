// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of a folder that a portal can be filled from. */
public final class FolderFiles {

  private FolderFiles() {}

  /**
   * Every regular file below a folder. The folder itself may be a symbolic link; links below it are
   * not followed, for they could lead anywhere. What can't be read is left out.
   *
   * @return the files by their paths relative to the folder, with slashes, in the order of those
   * @throws IOException if the folder itself can't be read
   */
  public static SortedMap<String, Path> of(Path folder) throws IOException {
    Path root = folder.toRealPath();
    SortedMap<String, Path> files = new TreeMap<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && Files.isReadable(file)) {
              files.put(root.relativize(file).toString().replace(File.separatorChar, '/'), file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (file.equals(root)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return Collections.unmodifiableSortedMap(files);
  }
}
