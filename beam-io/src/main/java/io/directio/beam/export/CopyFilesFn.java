// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.WriteSettings;
import io.directio.plan.BlockRun;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.util.Optional;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Lists files and copies those that are small. A larger one leaves as runs of its blocks, cut along
 * the destination's units, for {@link CopyRunsFn}.
 */
final class CopyFilesFn extends CopyFn<FileRef> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<BlockRun> RUNS = new TupleTag<>("runs") {};

  CopyFilesFn(ReadSettings reading, WriteSettings writing) {
    super(reading, writing, reading.filesAhead());
  }

  @Override
  protected ReadTask task(FileRef file) {
    return ReadTask.wholeFile(file).upTo(settings().planner().smallFileThreshold());
  }

  @Override
  boolean passOn(Delivery delivery, Origin origin, Output output) {
    Optional<FilePlan> large = delivery.tooLarge();
    large.ifPresent(plan -> runs(plan).forEach(run -> output.emit(RUNS, run, origin)));
    return large.isPresent();
  }

  private Iterable<BlockRun> runs(FilePlan plan) {
    return settings().plannerFor(plan.size()).runs(plan);
  }
}
