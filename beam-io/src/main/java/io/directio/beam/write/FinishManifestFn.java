// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

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
      manifests.finish(settings.run(), destination::abandonIfHopeless);
      destination.cleanUp();
      locations.output(manifests.location(settings.run()));
    }
  }
}
