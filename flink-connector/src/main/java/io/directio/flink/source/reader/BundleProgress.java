// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.flink.source.split.BundleSplit;
import io.directio.flink.source.split.BundledFile;
import io.directio.flink.source.split.BundledFile.Progress;
import io.directio.flink.source.split.DirectIOSplit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a bundle has been emitted: the files that are left, and for those that were begun a bit
 * for each block. A file that changes meanwhile is begun again by the reader, under another
 * fingerprint; the blocks of the old one are forgotten then.
 */
final class BundleProgress implements SplitProgress {

  private static final class Begun {
    final long fingerprint;
    final BitSet done;

    Begun(long fingerprint, BitSet done) {
      this.fingerprint = fingerprint;
      this.done = done;
    }
  }

  private final long number;
  private final Map<Long, BundledFile> left = new LinkedHashMap<>();
  private final Map<Long, Begun> begun = new LinkedHashMap<>();
  private long leftBytes;

  BundleProgress(BundleSplit split) {
    this.number = split.number();
    for (BundledFile file : split.files()) {
      long ordinal = file.task().ordinal();
      left.put(ordinal, file);
      leftBytes += knownSize(file);
      file.progress()
          .ifPresent(
              progress -> begun.put(ordinal, new Begun(progress.fingerprint(), progress.done())));
    }
  }

  private static long knownSize(BundledFile file) {
    return file.task().file().sizeKnown() ? file.task().file().size() : 0;
  }

  @Override
  public String splitId() {
    return BundleSplit.idOf(number);
  }

  @Override
  public DirectIOSplit toSplit() {
    List<BundledFile> files = new ArrayList<>(left.size());
    for (Map.Entry<Long, BundledFile> file : left.entrySet()) {
      Begun progress = begun.get(file.getKey());
      files.add(
          progress == null
              ? new BundledFile(file.getValue().task())
              : new BundledFile(
                  file.getValue().task(),
                  Optional.of(new Progress(progress.fingerprint, progress.done))));
    }
    return new BundleSplit(number, files);
  }

  @Override
  public long leftRecords() {
    return left.size();
  }

  @Override
  public long leftBytes() {
    return leftBytes;
  }

  @Override
  public void emitted(long ordinal, long fingerprint, int firstBlock, int lastBlock) {
    Begun progress = begun.get(ordinal);
    if (progress == null || progress.fingerprint != fingerprint) {
      progress = new Begun(fingerprint, new BitSet());
      begun.put(ordinal, progress);
    }
    progress.done.set(firstBlock - 1, lastBlock);
  }

  @Override
  public void settled(long ordinal) {
    BundledFile file = left.remove(ordinal);
    leftBytes -= file == null ? 0 : knownSize(file);
    begun.remove(ordinal);
  }
}
