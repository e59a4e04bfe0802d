// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystem.LineageLevel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.metrics.Lineage;

/**
 * Tells where files are written, in the words of Beam's own file systems, so that whoever puts a
 * graph of lineage together finds that a bucket is the same bucket, whoever has written into it.
 * The directory, not each file: a graph is no place for millions of them.
 */
final class SinkLineage {

  private static final String SEPARATOR = "/";

  private SinkLineage() {}

  /** Called by the thread that runs a function, as Beam's metrics have to be. */
  static void report(DestinationSpec destination) {
    if (destination instanceof S3DestinationSpec s3) {
      List<String> segments =
          Stream.of(s3.bucket(), s3.prefix()).filter(segment -> !segment.isEmpty()).toList();
      Lineage.getSinks().add("s3", segments, SEPARATOR);
    } else if (destination instanceof FileSystemDestinationSpec directory && !directory.isLocal()) {
      FileSystems.reportSinkLineage(
          FileSystems.matchNewResource(directory.root(), true), LineageLevel.FILE);
    } else if (destination instanceof FileSystemDestinationSpec directory) {
      local(directory.root());
    } else if (destination instanceof LocalDestinationSpec directory) {
      local(directory.root());
    } else {
      Lineage.getSinks().add("directio", List.of(destination.toString()));
    }
  }

  /** Beam says nothing of local files; but a share is a place as any other. */
  private static void local(String path) {
    boolean slash = path.length() > 1 && path.endsWith(SEPARATOR);
    String bare = slash ? path.substring(0, path.length() - 1) : path;
    Lineage.getSinks().add("filesystem", List.of(bare), SEPARATOR);
  }
}
