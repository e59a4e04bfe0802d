// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Lists files and reads none. Each leaves as it was listed, to be read by {@link ReadLargeFilesFn},
 * also one that can't be listed: so there is one output, and all results come out of one function.
 */
final class ListFilesFn extends ReadFn<FileRef, ListedFile> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<ListedFile> LISTED = new TupleTag<>("listed") {};

  /** Below the size of an empty file. */
  private static final long NONE = -1;

  ListFilesFn(ReadSettings settings) {
    super(settings, settings.filesAhead());
  }

  @Override
  protected ReadTask task(FileRef file) {
    return ReadTask.wholeFile(file).upTo(NONE);
  }

  @Override
  protected void take(Delivery delivery, Origin origin, Output output) {
    FileRef file = delivery.task().file();
    delivery
        .tooLarge()
        .map(plan -> ListedFile.of(file, plan))
        .or(() -> delivery.result().map(row -> ListedFile.failed(file, (ManifestEntry) row)))
        .ifPresent(listed -> output.emit(LISTED, listed, origin));
    session().done(delivery);
  }
}
