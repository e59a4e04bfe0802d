// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.Stored;
import io.directio.plan.BlockRun;

/**
 * Opens tasks: leases their files, and finds out what need not be fetched.
 *
 * <p><b>Threading:</b> safe for use by many threads; blocks for the time of a portal call.
 */
final class TaskOpening {

  /**
   * A task that is to be opened.
   *
   * @param sequence the order of submission
   * @param restarted whether its file was found changed once already
   */
  record Request(ReadTask task, long sequence, boolean restarted) {}

  private final BlockLeases leases;
  private final SizeCheck sizes;
  private final StoredLookup stored;

  TaskOpening(BlockLeases leases, SizeCheck sizes, StoredLookup stored) {
    this.leases = leases;
    this.sizes = sizes;
    this.stored = stored;
  }

  OpenTask open(Request request) throws DirectIOException {
    ReadTask task = request.task();
    LeasedFile file;
    boolean restarted = request.restarted();
    if (task.run().isPresent()) {
      file = run(task.run().get());
    } else {
      file = sizes.lease(task.file());
      restarted |=
          task.fingerprint().isPresent()
              && task.fingerprint().getAsLong() != file.plan().fingerprint();
    }
    Stored held = stored.find(file.plan().metadata());
    return new OpenTask(task, request.sequence(), file, restarted, held);
  }

  private LeasedFile run(BlockRun run) throws DirectIOException {
    FileMetadata planned = run.file();
    LeasedFile file = leases.planned(planned.file(), planned.fingerprint());
    if (file.plan().blockCount() != planned.blocks()) {
      throw new FileChangedException(
          planned.file().fileId(),
          "it was planned as "
              + planned.blocks()
              + " blocks and has "
              + file.plan().blockCount()
              + "; was it planned with another nativeBlockSize?");
    }
    return file;
  }
}
