// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileRef;
import io.directio.assemble.DestinationSpec;
import io.directio.beam.export.CopyFiles;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.PublishFiles;
import io.directio.beam.write.WriteResult;
import io.directio.beam.write.WriteSettings;
import io.directio.read.ClientOptions;
import java.nio.file.Path;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;

/**
 * Copies files from a portal to a destination: each block is written by the function that read it,
 * and only receipts, some 30 bytes a block, are grouped by file. Larger files are copied in runs of
 * whole blocks, on all workers.
 *
 * <p>A file that changes while it is copied is copied again from the start, once; if it changes
 * again it has failed.
 *
 * <p>What the destination holds already is not read again, so an export that was interrupted is
 * resumed by running it again.
 */
public final class Export extends PTransform<PCollection<FileRef>, WriteResult> {

  private static final long serialVersionUID = 1L;

  private final ReadSettings reading;
  private final WriteSettings writing;

  private Export(ReadSettings reading, WriteSettings writing) {
    this.reading = reading;
    this.writing = writing;
  }

  static Export of(ClientOptions client, DestinationSpec destination) {
    return new Export(
        ReadSettings.of(client).withDestination(destination).withSkipStored(true),
        WriteSettings.to(destination));
  }

  /**
   * Size in bytes up to which a file is copied whole by the worker that lists it. Default 8 MiB.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Export withSmallFileThreshold(long bytes) {
    return new Export(
        reading.withPlanner(reading.planner().withSmallFileThreshold(bytes)), writing);
  }

  /**
   * Size in bytes up to which consecutive blocks of a larger file are copied by one worker, as one
   * element that no runner divides further. Default 64 MiB. A run has at least one of the
   * destination's {@linkplain DestinationSpec#unit units}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public Export withMaxRunBytes(long bytes) {
    return new Export(reading.withPlanner(reading.planner().withMaxRunBytes(bytes)), writing);
  }

  /** Whether to leave out what the destination holds already. Default: yes. */
  public Export withSkipStored(boolean skip) {
    return new Export(reading.withSkipStored(skip), writing);
  }

  /** As {@link Write#withManifestDirectory}. */
  public Export withManifestDirectory(Path directory) {
    return new Export(reading, writing.withManifestDirectory(directory));
  }

  /** As {@link Write#withManifestName}. */
  public Export withManifestName(String name) {
    return new Export(reading, writing.withRun(name));
  }

  @Override
  public WriteResult expand(PCollection<FileRef> files) {
    return files
        .apply("Copy", new CopyFiles(reading, writing))
        .apply("Publish", new PublishFiles(writing));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    reading.populate(builder);
    writing.populate(builder);
  }
}
