// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.Block;
import io.directio.assemble.DestinationSpec;
import io.directio.beam.write.Regroup;
import io.directio.beam.write.WriteFiles;
import io.directio.beam.write.WriteResult;
import io.directio.beam.write.WriteSettings;
import java.nio.file.Path;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollection;

/**
 * Assembles blocks into files. Give it all blocks of each file, in any order; a file of which some
 * are missing fails.
 *
 * <p>Where the destination wants blocks that lie end to end from one writer, as S3 and Beam's file
 * systems do, they are grouped first by those {@linkplain DestinationSpec#unit units}: that
 * shuffles their bytes once. A directory takes blocks as they come. {@link Export} shuffles none.
 *
 * <p>Files are published when all blocks of the window have been written: in the global window that
 * is the end of the input, so an unbounded input needs windows or a trigger of its own.
 */
public final class Write extends PTransform<PCollection<Block>, WriteResult> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  private Write(WriteSettings settings) {
    this.settings = settings;
  }

  static Write to(DestinationSpec destination) {
    return new Write(WriteSettings.to(destination));
  }

  /**
   * A directory for manifests, which every worker sees. Default: {@code .directio/manifest} at the
   * destination.
   */
  public Write withManifestDirectory(Path directory) {
    return new Write(settings.withManifestDirectory(directory));
  }

  /**
   * The name of the manifest, {@code NAME.jsonl}. Default: the name of the job. A name that was
   * used before adds to the manifest that it named.
   *
   * @throws IllegalArgumentException if the name holds anything but letters, digits, {@code .},
   *     {@code -} and {@code _}, or begins with a dot
   */
  public Write withManifestName(String name) {
    return new Write(settings.withRun(name));
  }

  @Override
  public WriteResult expand(PCollection<Block> blocks) {
    DestinationSpec destination = settings.destination();
    PCollection<Block> units =
        Regroup.isOfUse(destination) ? blocks.apply("Regroup", new Regroup(destination)) : blocks;
    return units.apply("Write", new WriteFiles(settings));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
  }
}
