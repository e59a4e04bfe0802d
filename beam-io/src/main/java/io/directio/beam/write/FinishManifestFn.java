// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;

/**
 * Merges the segments of a window's manifest when every row is in one. Takes the number of rows,
 * which says that they are there, and gives the manifest's path or address.
 *
 * <p>Where that is the end of all writing, what was begun in vain is deleted. With other windows
 * there is no such moment: parts of what failed in one may be those of a file that is being written
 * in the next.
 */
final class FinishManifestFn extends DoFn<Long, String> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  FinishManifestFn(WriteSettings settings) {
    this.settings = settings;
  }

  @ProcessElement
  public void process(BoundedWindow window, PaneInfo pane, OutputReceiver<String> locations)
      throws IOException {
    try (Destination destination = settings.destination().open()) {
      Manifests manifests = settings.manifests(destination);
      String run = settings.run(window);
      if (window instanceof GlobalWindow && pane.isLast()) {
        manifests.finish(run, destination::abandonIfHopeless);
        destination.cleanUp();
      } else {
        manifests.finish(run, row -> {});
      }
      locations.output(manifests.location(run));
    }
  }
}
