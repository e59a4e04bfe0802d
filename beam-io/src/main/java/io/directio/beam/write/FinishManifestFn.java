// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Merges the segments of the manifest when every row is in one, and deletes what was begun in vain.
 * Takes the number of rows, which says that they are there, and gives the manifest's path or
 * address.
 */
final class FinishManifestFn extends DoFn<Long, String> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  FinishManifestFn(WriteSettings settings) {
    this.settings = settings;
  }

  @ProcessElement
  public void process(OutputReceiver<String> locations) throws IOException {
    try (Destination destination = settings.destination().open()) {
      Manifests manifests = settings.manifests(destination);
      manifests.finish(settings.run(), row -> abandonFailed(row, destination));
      destination.cleanUp();
      locations.output(manifests.location(settings.run()));
    }
  }

  /** What was begun of a file is kept if another run may well go on with it. */
  private static void abandonFailed(ManifestEntry row, Destination destination) throws IOException {
    if (row.error() != null && !row.error().code().isTemporary()) {
      destination.abandon(new FileRef(row.fileId(), row.path(), row.size(), FileRef.UNKNOWN));
    }
  }
}
