// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The calls that a destination makes on a file system, on what lies below its root. A name is never
 * taken for a pattern, but where that is said.
 *
 * <p><b>Threading:</b> thread-safe, as Beam's file systems are.
 */
final class Tree {

  private static final int BUFFER = 1 << 16;
  private static final String TYPE = "application/octet-stream";

  /** What a pattern found. */
  record Found(ResourceId file, String name, long size, long changedMillis) {}

  private final String address;
  private final ResourceId root;

  /**
   * @param address the root, ending with a slash
   */
  Tree(String address) {
    this.address = address;
    this.root = FileSystems.matchNewResource(address, true);
  }

  /** A file below the root. */
  ResourceId file(List<String> components) {
    ResourceId directory = root;
    int last = components.size() - 1;
    for (String name : components.subList(0, last)) {
      directory = directory.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY);
    }
    return directory.resolve(components.get(last), StandardResolveOptions.RESOLVE_FILE);
  }

  /** The size of a file in bytes, if it is there. */
  OptionalLong size(ResourceId file) throws IOException {
    // Looking for it would take its name for a pattern.
    try (ReadableByteChannel channel = FileSystems.open(file)) {
      return OptionalLong.of(
          channel instanceof SeekableByteChannel seekable
              ? seekable.size()
              : Channels.newInputStream(channel).skip(Long.MAX_VALUE));
    } catch (IOException | RuntimeException e) {
      if (isAbsent(file, e)) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  /** The bytes of a file, if it is there. */
  Optional<InputStream> openIfThere(ResourceId file) throws IOException {
    try {
      return Optional.of(open(file));
    } catch (IOException | RuntimeException e) {
      if (isAbsent(file, e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Whether a file could not be opened because it isn't there: file systems tell it as they like.
   */
  private static boolean isAbsent(ResourceId file, Exception failure) throws IOException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileNotFoundException
          || cause instanceof NoSuchFileException
          || cause.getClass().getSimpleName().equals("NoSuchKeyException")) {
        return true;
      }
    }
    return !FileSystems.hasGlobWildcard(file.toString())
        && FileSystems.matchResources(List.of(file)).get(0).status()
            == MatchResult.Status.NOT_FOUND;
  }

  /** The bytes of a file. */
  InputStream open(ResourceId file) throws IOException {
    return Channels.newInputStream(FileSystems.open(file));
  }

  /** Writes a file, which is complete only when the stream has been closed. */
  OutputStream create(ResourceId file) throws IOException {
    return new BufferedOutputStream(
        Channels.newOutputStream(FileSystems.create(file, TYPE)), BUFFER);
  }

  /** Gives a file another name; what has it is replaced. */
  void rename(ResourceId from, ResourceId to) throws IOException {
    FileSystems.rename(List.of(from), List.of(to));
  }

  /** Deletes files; those that are not there don't matter. Their names must hold no wildcard. */
  void delete(Collection<ResourceId> files) throws IOException {
    if (!files.isEmpty()) {
      FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  /** The files that fit a pattern below the root. */
  List<Found> find(String pattern) throws IOException {
    List<Found> found = new ArrayList<>();
    MatchResult result = FileSystems.match(address + pattern, EmptyMatchTreatment.ALLOW);
    for (MatchResult.Metadata file : result.metadata()) {
      ResourceId id = file.resourceId();
      found.add(new Found(id, id.getFilename(), file.sizeBytes(), file.lastModifiedMillis()));
    }
    return found;
  }
}
