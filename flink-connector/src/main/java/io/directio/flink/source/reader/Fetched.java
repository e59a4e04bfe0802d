// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import io.directio.flink.source.protocol.FileReturned.Reason;
import io.directio.flink.source.split.FileTask;
import io.directio.read.Delivery;
import java.util.Optional;

/** One thing on its way from the fetcher to the task's thread. */
sealed interface Fetched {

  /** A row that only has to be emitted. */
  record Row(ManifestEntry entry) implements Fetched {}

  /** That a file was deleted, which only has to be emitted. */
  record Deleted(FileTask task) implements Fetched {}

  /**
   * Something that was read.
   *
   * @param task the file that it is about
   * @param delivery what was read, to be given back
   */
  record Read(FileTask task, Delivery delivery) implements Fetched {

    /** Why the file must go back to the enumerator, if it must. */
    Optional<Reason> returned() {
      if (delivery.tooLarge().isPresent()) {
        return Optional.of(Reason.LARGE);
      }
      boolean changed =
          delivery.task().run().isPresent()
              && delivery.result().orElse(null) instanceof ManifestEntry entry
              && entry.error() != null
              && entry.error().code() == ErrorCode.FILE_CHANGED;
      return changed && !task.isLastAttempt() ? Optional.of(Reason.CHANGED) : Optional.empty();
    }
  }
}
