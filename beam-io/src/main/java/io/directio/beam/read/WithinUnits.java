// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.BlockInfo;
import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.Stored;
import io.directio.StoredRange;
import io.directio.read.StoredLookup;
import java.util.List;

/**
 * What a destination holds, without the ranges that reach into another unit than that in which they
 * begin. There are such after the destination's units were made smaller. A restriction claims units
 * one by one, so a range of several could reach into what was split off meanwhile, and there it
 * would be counted again; its blocks are read anew instead.
 *
 * <p><b>Threading:</b> as thread-safe as what it asks.
 */
final class WithinUnits implements StoredLookup {

  /** Knows the plan of a file that has been listed. */
  interface Plans {
    FilePlan of(FileRef file) throws DirectIOException;
  }

  /** Knows the unit for the size of a file, both in bytes. */
  interface Units {
    long of(long fileSize);
  }

  private final StoredLookup destination;
  private final Plans plans;
  private final Units units;

  WithinUnits(StoredLookup destination, Plans plans, Units units) {
    this.destination = destination;
    this.plans = plans;
    this.units = units;
  }

  @Override
  public Stored find(FileMetadata file) throws DirectIOException {
    Stored stored = destination.find(file);
    if (!(stored instanceof Stored.Partly partly)) {
      return stored;
    }
    FilePlan plan = plans.of(file.file());
    if (plan.fingerprint() != file.fingerprint()) {
      return Stored.nothing();
    }
    long unit = units.of(file.size());
    return Stored.partly(
        partly.ranges().stream().filter(range -> isWithinUnit(range, plan, unit)).toList());
  }

  private static boolean isWithinUnit(StoredRange range, FilePlan plan, long unit) {
    return range.offset() / unit == lastBlock(range, plan.blocks()).offset() / unit;
  }

  /** The last block that begins in a range. */
  private static BlockInfo lastBlock(StoredRange range, List<BlockInfo> blocks) {
    long end = range.offset() + range.length();
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (blocks.get(middle).offset() < end) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return blocks.get(low);
  }
}
