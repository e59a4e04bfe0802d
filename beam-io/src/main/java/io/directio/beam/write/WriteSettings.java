// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.ManifestStore;
import io.directio.assemble.Manifests;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;

/**
 * Where files are written: what travels with the functions.
 *
 * @param destination where the files go
 * @param manifestDirectory a directory for manifests that all workers see; null for {@code
 *     .directio/manifest} at the destination
 * @param run the name of the manifest; null for the name of the job
 */
public record WriteSettings(DestinationSpec destination, String manifestDirectory, String run)
    implements Serializable {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The files' default place for manifests. */
  public static WriteSettings to(DestinationSpec destination) {
    return new WriteSettings(destination, null, null);
  }

  public WriteSettings {
    Objects.requireNonNull(destination, "destination");
    if (run != null && !run.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("Not a name for a manifest: '" + run + "'");
    }
  }

  /** The same with another directory for manifests. */
  public WriteSettings withManifestDirectory(Path directory) {
    return new WriteSettings(destination, directory.toAbsolutePath().toString(), run);
  }

  /** The same with another name. */
  public WriteSettings withRun(String name) {
    return new WriteSettings(destination, manifestDirectory, Objects.requireNonNull(name, "name"));
  }

  /** The same with a name, if it has none: that of the job. */
  WriteSettings named(String jobName) {
    return run != null ? this : withRun(jobName.replaceAll("[^A-Za-z0-9._-]", "-"));
  }

  /**
   * The name of the manifest of a window: each has one of its own, as nobody knows when the last of
   * them has ended. In the global window it is the name alone, in others that of their last moment
   * is added.
   */
  String run(BoundedWindow window) {
    return window instanceof GlobalWindow
        ? run
        : run + "-" + MOMENT.format(Instant.ofEpochMilli(window.maxTimestamp().getMillis()));
  }

  /** Where manifests go, at a destination that is open. */
  Manifests manifests(Destination opened) {
    return manifestDirectory == null
        ? opened.manifests()
        : new ManifestStore(Path.of(manifestDirectory));
  }

  /** Shows them; nothing of it is secret. */
  public void populate(DisplayData.Builder builder) {
    builder
        .add(DisplayData.item("destination", destination.toString()).withLabel("Destination"))
        .addIfNotNull(
            DisplayData.item("manifestDirectory", manifestDirectory)
                .withLabel("Directory for manifests"))
        .addIfNotNull(DisplayData.item("run", run).withLabel("Name of the manifest"));
  }
}
