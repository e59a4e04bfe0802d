// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * Where an export goes.
 *
 * @param spec the destination
 * @param name what the user calls it
 */
public record ExportTarget(DestinationSpec spec, String name) {

  /**
   * A folder of this machine.
   *
   * @param overwrite whether files that Direct IO did not publish are replaced
   */
  public static ExportTarget folder(Path folder, boolean overwrite) {
    return new ExportTarget(
        LocalDestinationSpec.in(folder).withOverwriteForeign(overwrite), folder.toString());
  }

  /** A bucket, or a folder in one. */
  public static ExportTarget bucket(S3DestinationSpec spec) {
    return new ExportTarget(spec, spec.url());
  }

  /** The same, but following deletions and renamings or not. */
  public ExportTarget withDeletions(boolean follow) {
    return new ExportTarget(spec.withDeletions(follow), name);
  }

  /**
   * Opens it to see what is there, without making or changing anything.
   *
   * @throws IOException if it can't be used
   */
  Destination look() throws IOException {
    refuseFile();
    return spec.look();
  }

  /** Finds out whether it can be used, and deletes what dead runs have left there. */
  void prepare() throws IOException {
    refuseFile();
    try (Destination destination = spec.open()) {
      destination.cleanUp();
    }
  }

  private void refuseFile() throws IOException {
    if (spec instanceof LocalDestinationSpec folder
        && Files.exists(Path.of(folder.root()))
        && !Files.isDirectory(Path.of(folder.root()))) {
      throw new NotDirectoryException(name);
    }
  }

  /** Where the manifest of a run is, for people. */
  String manifestName(String run) throws IOException {
    if (spec instanceof LocalDestinationSpec) {
      return ManifestFolder.of(Path.of(name)).resolve(run + ".jsonl").toString();
    }
    try (Destination destination = spec.open()) {
      return destination.manifests().location(run);
    }
  }

  /** The manifest of a run, as a file of this machine: the one and only, or a copy for a while. */
  Path manifest(String run) throws IOException {
    if (spec instanceof LocalDestinationSpec) {
      return ManifestFolder.of(Path.of(name)).resolve(run + ".jsonl");
    }
    Path folder = Files.createTempDirectory("directio-manifest");
    Path copy = folder.resolve(run + ".jsonl");
    folder.toFile().deleteOnExit();
    copy.toFile().deleteOnExit();
    try (Destination destination = spec.open()) {
      destination.manifests().copy(run, copy);
    }
    return copy;
  }
}
