// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.Destination;
import io.directio.assemble.ManifestStore;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.beam.sdk.transforms.DoFn;

/**
 * Merges the segments of the manifest when every row is in one, and deletes what was begun in vain.
 * Takes the number of rows, which says that they are there, and gives the path of the manifest.
 */
final class FinishManifestFn extends DoFn<Long, String> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  FinishManifestFn(WriteSettings settings) {
    this.settings = settings;
  }

  @ProcessElement
  public void process(OutputReceiver<String> manifests) throws IOException {
    Path directory = Path.of(settings.manifestDirectory());
    try (Destination destination = settings.destination().open()) {
      new ManifestStore(directory).finish(settings.run(), row -> abandonFailed(row, destination));
      destination.cleanUp();
    }
    manifests.output(ManifestStore.manifestOf(directory, settings.run()).toString());
  }

  /** What was begun of a file is kept if another run may well go on with it. */
  private static void abandonFailed(ManifestEntry row, Destination destination) throws IOException {
    if (row.error() != null && !row.error().code().isTemporary()) {
      destination.abandon(new FileRef(row.fileId(), row.path(), row.size(), FileRef.UNKNOWN));
    }
  }
}
