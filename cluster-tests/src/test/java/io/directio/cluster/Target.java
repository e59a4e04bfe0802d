// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import io.directio.DestinationException;
import io.directio.assemble.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where a job puts files: a directory, or a bucket of which the objects are files. */
interface Target extends AutoCloseable {

  /** Gives a target below a directory. */
  interface Kind {
    Target in(Path directory);
  }

  /** What is there. */
  Output output();

  /** The arguments by which a job is told to put its files there. */
  List<String> arguments();

  /** Whether a file in the output is not visible to users of the target. */
  boolean isScratch(String name);

  /** Takes it down, and up again after a moment, if that can happen to it. */
  void interrupt();

  /** Whether an export that has ended may leave what only a clean-up finds, if processes died. */
  boolean leavesOrphans();

  /** Opens it as an export would that starts some days later. */
  Destination open() throws DestinationException;

  /** Deletes what the dead have left. */
  default void cleanUp() throws IOException {
    try (Destination destination = open()) {
      destination.cleanUp();
    }
  }

  /** Merges the manifests of jobs that were cancelled. */
  default void finishManifests() throws IOException {
    try (Destination destination = open()) {
      destination.manifests().finishAbandoned(Instant.MAX);
    }
  }

  @Override
  void close();
}
