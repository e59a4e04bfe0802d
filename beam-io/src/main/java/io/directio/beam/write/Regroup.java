// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.Block;
import io.directio.assemble.DestinationSpec;
import io.directio.beam.coders.BlockCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Brings the blocks of a unit together again, so that one writer gets all of them. That shuffles
 * their bytes, which what reads and writes in the same bundle need not do.
 */
public final class Regroup extends PTransform<PCollection<Block>, PCollection<Block>> {

  private static final long serialVersionUID = 1L;

  private final DestinationSpec destination;

  /** For a destination. */
  public Regroup(DestinationSpec destination) {
    this.destination = destination;
  }

  /** Whether a destination cares for units: one that takes any block by itself does not. */
  public static boolean isOfUse(DestinationSpec destination) {
    return destination.unit(0) > 1;
  }

  @Override
  public PCollection<Block> expand(PCollection<Block> blocks) {
    return blocks
        .apply("By unit", ParDo.of(new ByUnitFn(destination)))
        .setCoder(KvCoder.of(UnitCoder.of(), BlockCoder.of()))
        .apply("Units", GroupByKey.create())
        .apply("Blocks of units", ParDo.of(new BlocksFn()))
        .setCoder(BlockCoder.of());
  }

  private static final class ByUnitFn extends DoFn<Block, KV<Unit, Block>> {
    private static final long serialVersionUID = 1L;

    private final DestinationSpec destination;

    ByUnitFn(DestinationSpec destination) {
      this.destination = destination;
    }

    @ProcessElement
    public void process(@Element Block block, OutputReceiver<KV<Unit, Block>> blocks) {
      blocks.output(KV.of(Unit.of(block, destination), block));
    }
  }

  private static final class BlocksFn extends DoFn<KV<Unit, Iterable<Block>>, Block> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element KV<Unit, Iterable<Block>> unit, OutputReceiver<Block> blocks) {
      unit.getValue().forEach(blocks::output);
    }
  }
}
