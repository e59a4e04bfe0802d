// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.assemble.LocalDestinationSpec;
import io.directio.flink.sink.DirectIOSink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where the manifests of exports are, and what they are called: by time, so that the last wins. */
public final class ManifestFolder {

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Why there may be none. */
  static final String NONE =
      "holds no manifest; an export writes it when it ends, so one that was interrupted has to be"
          + " run again first";

  private ManifestFolder() {}

  /** The folder of the manifests of a folder that is exported to. */
  public static Path of(Path root) {
    return DirectIOSink.manifestDirectory(LocalDestinationSpec.in(root));
  }

  /** The name of the run that starts now. */
  public static String run(Instant now) {
    return NAME.format(now);
  }

  /**
   * Finds manifests where a user says that there are some.
   *
   * @param place a manifest, a folder of manifests, or a folder that was exported to
   * @throws IOException if there are none
   */
  public static Path find(Path place) throws IOException {
    if (!Files.exists(place)) {
      throw new NoSuchFileException(place.toString());
    }
    if (!Files.isDirectory(place) || hasManifests(place)) {
      return place;
    }
    Path kept = of(place);
    if (Files.isDirectory(kept) && hasManifests(kept)) {
      return kept;
    }
    throw new FileSystemException(place.toString(), null, NONE);
  }

  private static boolean hasManifests(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jsonl")) {
      return files.iterator().hasNext();
    }
  }
}
