// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.WriteSettings;
import io.directio.plan.BlockRun;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Copies runs of blocks of files, several at the same time. A run holds no key and no signed URL:
 * the worker lists the file again, once for all of its runs. If it finds the file changed, the file
 * leaves, to be copied again from the start.
 */
final class CopyRunsFn extends CopyFn<BlockRun> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<ChangedFile> CHANGED = new TupleTag<>("changed") {};

  private final boolean last;

  /**
   * @param last whether a file that changed has failed; else it leaves to be copied again
   */
  CopyRunsFn(ReadSettings reading, WriteSettings writing, boolean last) {
    super(reading, writing, reading.runsAhead());
    this.last = last;
  }

  @Override
  protected ReadTask task(BlockRun run) {
    return ReadTask.run(run);
  }

  @Override
  boolean passOn(Delivery delivery, Origin origin, Output output) {
    boolean changed =
        delivery.result().orElse(null) instanceof ManifestEntry row
            && row.error() != null
            && row.error().code() == ErrorCode.FILE_CHANGED;
    if (!changed || last) {
      return false;
    }
    FileMetadata file = delivery.task().run().orElseThrow().file();
    output.emit(CHANGED, new ChangedFile(file.file(), file.fingerprint()), origin);
    return true;
  }
}
