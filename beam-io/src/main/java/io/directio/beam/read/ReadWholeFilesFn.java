// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.beam.coders.WholeFile;
import io.directio.read.Delivery;
import io.directio.read.ReadTask;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.beam.sdk.values.TupleTag;

/** Reads files whole, as long as they are small enough to be one element. */
final class ReadWholeFilesFn extends ReadFn<FileRef, WholeFile> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<WholeFile> FILES = new TupleTag<>("files") {};
  static final TupleTag<ManifestEntry> FAILED = new TupleTag<>("failed") {};

  private final long maxBytes;

  /** The files of which some blocks have come. */
  private transient Map<ReadTask, WholeFile> partial;

  ReadWholeFilesFn(ReadSettings settings, long maxBytes) {
    super(settings, settings.filesAhead());
    this.maxBytes = maxBytes;
  }

  @Override
  public void startBundle() {
    super.startBundle();
    partial = new IdentityHashMap<>();
  }

  @Override
  protected ReadTask task(FileRef file) {
    return ReadTask.wholeFile(file).upTo(maxBytes);
  }

  @Override
  protected void take(Delivery delivery, Origin origin, Output output) throws DirectIOException {
    ReadTask task = delivery.task();
    ReadResult result = delivery.result().orElse(null);
    if (result instanceof Block block) {
      session().count(block);
      WholeFile file = partial.get(task);
      if (file == null || file.file().fingerprint() != block.file().fingerprint()) {
        file = begin(block.file()); // The first block, or the first since the file has changed.
        partial.put(task, file);
      }
      System.arraycopy(
          block.array(), 0, file.bytes(), Math.toIntExact(block.offset()), block.length());
    }
    session().done(delivery);
    if (!delivery.last()) {
      return;
    }
    WholeFile file = partial.remove(task);
    if (delivery.tooLarge().isPresent()) {
      fail(tooLarge(task.file()), origin, output);
    } else if (result instanceof ManifestEntry row) {
      fail(row, origin, output);
    } else {
      output.emit(FILES, file, origin);
    }
  }

  private static WholeFile begin(FileMetadata file) {
    return new WholeFile(file, new byte[Math.toIntExact(file.size())]);
  }

  private void fail(ManifestEntry row, Origin origin, Output output) {
    session().count(row);
    output.emit(FAILED, row, origin);
  }

  private ManifestEntry tooLarge(FileRef file) {
    return ManifestEntry.failed(
        file,
        new DirectIOException(
            ErrorCode.TOO_LARGE,
            "File "
                + file.fileId()
                + " has more than "
                + maxBytes
                + " bytes: raise the limit, or read it in blocks"));
  }
}
