// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.export;

import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.Stored;
import io.directio.StoredRange;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what an export would do.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
public final class DryRunTally {

  /** Is told of files that would fail. */
  @FunctionalInterface
  public interface Failures {
    void failed(FileRef file, DirectIOException failure);
  }

  private final Failures listener;
  private final Map<ErrorCode, Long> failures = new EnumMap<>(ErrorCode.class);
  private long files;
  private long bytes;
  private long blocks;
  private long bytesThere;
  private long skipped;
  private long bytesSkipped;

  DryRunTally(Failures listener) {
    this.listener = listener;
  }

  /** A file that would be exported, or is there. */
  synchronized void add(FilePlan file, Stored stored) {
    if (stored instanceof Stored.Whole) {
      skipped++;
      bytesSkipped += file.size();
      return;
    }
    files++;
    bytes += file.size();
    blocks += file.blockCount();
    if (stored instanceof Stored.Partly partly) {
      resume(file, partly.ranges());
    }
  }

  /** What an interrupted export has left need not be fetched again. */
  private void resume(FilePlan file, List<StoredRange> ranges) {
    int next = 0;
    for (BlockInfo block : file.blocks()) {
      while (next < ranges.size() && end(ranges.get(next)) <= block.offset()) {
        next++;
      }
      boolean there =
          next < ranges.size()
              && ranges.get(next).offset() <= block.offset()
              && end(ranges.get(next)) >= block.end();
      if (there) {
        blocks--;
        bytesThere += block.length();
      }
    }
  }

  private static long end(StoredRange range) {
    return range.offset() + range.length();
  }

  /** A file that would fail. */
  synchronized void add(FileRef file, DirectIOException failure) {
    failures.merge(failure.code(), 1L, Long::sum);
    listener.failed(file, failure);
  }

  synchronized DryRunSummary summary() {
    return new DryRunSummary(
        files, bytes, blocks, bytesThere, skipped, bytesSkipped, Map.copyOf(failures));
  }
}
