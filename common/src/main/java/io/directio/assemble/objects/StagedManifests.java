// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestStore;
import io.directio.assemble.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Manifests in a store of objects. They are written and merged in a temporary directory of the one
 * who does it, and stored from there: a merge needs room for all segments of its export.
 */
public final class StagedManifests implements Manifests {

  private static final String SUFFIX = ".jsonl";

  /**
   * Where they are kept: a place for objects with names such as {@code RUN/SEGMENT.jsonl}. Its
   * methods may throw whatever its store does.
   */
  public interface Shelf {
    /** Whether an object is there. */
    boolean holds(String name) throws IOException;

    /** The names that begin so. */
    List<String> list(String prefix) throws IOException;

    /** Whether one of the objects whose names begin so has changed since; by default yes. */
    default boolean haveChangedSince(String prefix, Instant limit) throws IOException {
      return true;
    }

    /** The bytes of an object. */
    InputStream open(String name) throws IOException;

    /** Stores a file as an object, which appears whole. */
    void store(Path file, String name) throws IOException;

    /** Deletes objects. */
    void delete(Collection<String> names) throws IOException;

    /** Where an object is, for people. */
    String location(String name);

    /** Explains what the store threw while something was tried. */
    DestinationException trouble(String location, String attempt, Exception cause);
  }

  /** Does something with a directory. */
  private interface Work {
    void in(Path directory) throws IOException;
  }

  private final Shelf shelf;

  /** Manifests on a shelf. */
  public StagedManifests(Shelf shelf) {
    this.shelf = shelf;
  }

  @Override
  public void write(String run, String segment, Collection<ManifestEntry> rows)
      throws DestinationException {
    work(
        run,
        "the manifest could not be written",
        directory -> {
          new ManifestStore(directory).write(run, segment, rows);
          String name = run + "/" + segment + SUFFIX;
          shelf.store(directory.resolve(name), name);
        });
  }

  @Override
  public void finish(String run, Rows rows) throws IOException {
    work(
        run,
        "the manifest could not be merged",
        directory -> {
          if (shelf.holds(run + SUFFIX)) {
            fetch(run + SUFFIX, directory.resolve(run + SUFFIX));
          }
          List<String> segments = shelf.list(run + "/");
          Files.createDirectory(directory.resolve(run));
          for (String segment : segments) {
            fetch(segment, directory.resolve(segment));
          }
          new ManifestStore(directory).finish(run, rows);
          shelf.store(directory.resolve(run + SUFFIX), run + SUFFIX);
          shelf.delete(segments);
        });
  }

  @Override
  public void finishAbandoned(Instant quietSince) throws IOException {
    try {
      Set<String> segmented = new TreeSet<>();
      for (String name : shelf.list("")) {
        if (name.indexOf('/') > 0) {
          segmented.add(name.substring(0, name.indexOf('/')));
        }
      }
      for (String run : segmented) {
        if (!shelf.haveChangedSince(run + "/", quietSince)) {
          finish(run, row -> {});
        }
      }
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw shelf.trouble(shelf.location(""), "the manifests could not be listed", e);
    }
  }

  @Override
  public List<String> runs() throws DestinationException {
    try {
      return shelf.list("").stream()
          .filter(name -> name.endsWith(SUFFIX) && name.indexOf('/') < 0)
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException | RuntimeException e) {
      throw shelf.trouble(shelf.location(""), "the manifests could not be listed", e);
    }
  }

  @Override
  public String location(String run) {
    return shelf.location(run + SUFFIX);
  }

  @Override
  public void copy(String run, Path into) throws IOException {
    try {
      fetch(run + SUFFIX, into);
    } catch (IOException | RuntimeException e) {
      throw shelf.trouble(location(run), "the manifest could not be read", e);
    }
  }

  private void fetch(String name, Path into) throws IOException {
    try (InputStream in = shelf.open(name)) {
      Files.copy(in, into);
    }
  }

  private void work(String run, String attempt, Work work) throws DestinationException {
    try {
      Path directory = Files.createTempDirectory("directio-manifest");
      try {
        work.in(directory);
      } finally {
        delete(directory);
      }
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw shelf.trouble(location(run), attempt, e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
