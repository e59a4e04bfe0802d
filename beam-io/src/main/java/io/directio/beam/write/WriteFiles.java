// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** From blocks to whole files and a manifest. */
public final class WriteFiles extends PTransform<PCollection<Block>, WriteResult> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  /** Writes with some settings. */
  public WriteFiles(WriteSettings settings) {
    this.settings = settings;
  }

  @Override
  public WriteResult expand(PCollection<Block> blocks) {
    return blocks
        .apply("Write blocks", ParDo.of(new WriteBlocksFn(settings)))
        .setCoder(PublishFiles.PARTS)
        .apply("Publish", new PublishFiles(settings));
  }
}
