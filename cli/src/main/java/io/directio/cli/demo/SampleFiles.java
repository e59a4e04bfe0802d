// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import io.directio.emulator.FolderFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Real files to demonstrate with: those of a folder, or files that are on any machine that runs
 * this program: the running Java's own (a few large, many small, binaries and text), and jars: the
 * program's libraries and, if that is not enough, those of the Maven repository that built it.
 */
public final class SampleFiles {

  /** As many bytes as a demonstration should have. */
  public static final long ENOUGH_BYTES = 200_000_000;

  /** As many files as a demonstration should have. */
  public static final int ENOUGH_FILES = 200;

  private static final int ENOUGH_JARS = 40;

  private final List<SampleFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private long bytes;
  private int jars;

  private SampleFiles() {}

  /** Every file below a folder; links are not followed, what can't be read is left out. */
  public static SampleFiles of(Path folder) throws IOException {
    SampleFiles samples = new SampleFiles();
    samples.add("", folder, path -> true, false);
    return samples;
  }

  /** Files that are on this machine anyway. */
  public static SampleFiles ofThisMachine() throws IOException {
    SampleFiles samples = new SampleFiles();
    samples.add("java/", Path.of(System.getProperty("java.home")), path -> true, false);
    Predicate<Path> isJar = path -> path.toString().endsWith(".jar");
    for (Path folder : libraries()) {
      samples.add("libraries/", folder, isJar, true);
    }
    Path repository = Path.of(System.getProperty("user.home"), ".m2", "repository");
    if (Files.isDirectory(repository)) {
      samples.add("repository/", repository, isJar, true);
    }
    return samples;
  }

  /** The files, in the order of their paths. */
  public List<SampleFile> files() {
    return List.copyOf(files);
  }

  /** Bytes of all files. */
  public long bytes() {
    return bytes;
  }

  /** Whether the files are many and large enough to show anything. */
  public boolean isEnough() {
    return bytes >= ENOUGH_BYTES && files.size() >= ENOUGH_FILES;
  }

  private static Set<Path> libraries() {
    Set<Path> folders = new java.util.LinkedHashSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path folder = Path.of(entry).toAbsolutePath().getParent();
      Path libraries = folder == null ? null : folder.resolve("lib");
      if (entry.endsWith(".jar") && libraries != null && Files.isDirectory(libraries)) {
        folders.add(libraries);
      }
    }
    return folders;
  }

  private void add(String prefix, Path root, Predicate<Path> wanted, boolean untilEnough)
      throws IOException {
    for (Map.Entry<String, Path> found : FolderFiles.of(root).entrySet()) {
      if (untilEnough && isEnough() && jars >= ENOUGH_JARS) {
        return;
      }
      Path source = found.getValue();
      if (wanted.test(source) && seen.add(source)) {
        SampleFile file = new SampleFile(prefix + found.getKey(), source, Files.size(source));
        files.add(file);
        bytes += file.size();
        jars += file.path().endsWith(".jar") ? 1 : 0;
      }
    }
  }
}
