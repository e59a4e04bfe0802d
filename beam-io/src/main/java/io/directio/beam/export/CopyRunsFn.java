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

  /** Bytes that are under way when the next run is asked for; a run has 64 MiB, unless told. */
  private static final long BYTES_AHEAD = 256L << 20;

  /** What the shortest run counts for, so that there are not too many under way. */
  private static final long MIN_BYTES = 2L << 20;

  private final boolean last;

  /**
   * @param last whether a file that changed has failed; else it leaves to be copied again
   */
  CopyRunsFn(ReadSettings reading, WriteSettings writing, boolean last) {
    super(reading, writing, BYTES_AHEAD);
    this.last = last;
  }

  @Override
  protected ReadTask task(BlockRun run) {
    return ReadTask.run(run);
  }

  @Override
  protected long weight(BlockRun run) {
    return Math.max(MIN_BYTES, run.length());
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
