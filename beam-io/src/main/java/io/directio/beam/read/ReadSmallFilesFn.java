// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Lists files and reads those that are small. A larger one leaves with its size and version, to be
 * read by {@link ReadLargeFilesFn}; its plan stays in the JVM's client, for those who split and
 * read it here.
 */
final class ReadSmallFilesFn extends ReadFn<FileRef, ReadResult> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<ReadResult> RESULTS = new TupleTag<>("results") {};
  static final TupleTag<ListedFile> LARGE = new TupleTag<>("large") {};

  ReadSmallFilesFn(ReadSettings settings) {
    super(settings, settings.filesAhead());
  }

  @Override
  protected ReadTask task(FileRef file) {
    return ReadTask.wholeFile(file).upTo(settings().planner().smallFileThreshold());
  }

  @Override
  protected void take(Delivery delivery, Origin origin, Output output) {
    FileRef file = delivery.task().file();
    delivery.tooLarge().ifPresent(plan -> output.emit(LARGE, ListedFile.of(file, plan), origin));
    delivery
        .result()
        .ifPresent(
            result -> {
              session().count(result);
              output.emit(RESULTS, result, origin);
            });
    session().done(delivery);
  }
}
