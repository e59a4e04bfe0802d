// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.plan.SplitPlanner;
import java.io.Serializable;

/**
 * How much is assigned to a reader at once. Flink's cost per assignment is far above that of a
 * block of 4 MB, so blocks are assigned in runs and small files in bundles; each block is still
 * read, retried and checkpointed by itself.
 *
 * @param maxBytes size in bytes up to which blocks of a file, or small files, are put together, at
 *     least 1; with 1 every block is assigned by itself. Default 64 MiB
 * @param maxBundleFiles number of files up to which they are put together, at least 1. Default 256
 * @param smallFileThreshold size in bytes up to which a file is read whole by one reader, which
 *     lists it itself; a larger one is cut into runs. Default 8 MiB
 * @param splitsInHand number of splits that a reader has at the same time, so that it need not wait
 *     for the next; at least 1. Default 2
 * @param listings number of large files that the enumerator lists at the same time, at least 1.
 *     Default 16
 */
public record AssignmentOptions(
    long maxBytes, int maxBundleFiles, long smallFileThreshold, int splitsInHand, int listings)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Runs and bundles of 64 MiB, bundles of up to 256 files, files up to 8 MiB in bundles. */
  public static final AssignmentOptions DEFAULT =
      new AssignmentOptions(64L << 20, 256, 8L << 20, 2, 16);

  /**
   * @throws IllegalArgumentException if a number is out of its bounds
   */
  public AssignmentOptions {
    if (maxBytes < 1
        || maxBundleFiles < 1
        || smallFileThreshold < 0
        || splitsInHand < 1
        || listings < 1) {
      throw new IllegalArgumentException(
          "Sizes and counts must be positive: runs of "
              + maxBytes
              + " bytes, bundles of "
              + maxBundleFiles
              + " files, small files up to "
              + smallFileThreshold
              + " bytes, "
              + splitsInHand
              + " splits in hand, "
              + listings
              + " listings");
    }
  }

  /** One block, or one small file, in each assignment. */
  public static AssignmentOptions oneByOne() {
    return DEFAULT.withMaxBytes(1).withMaxBundleFiles(1).withSmallFileThreshold(0);
  }

  /** The same with another {@link #maxBytes()}. */
  public AssignmentOptions withMaxBytes(long bytes) {
    return new AssignmentOptions(bytes, maxBundleFiles, smallFileThreshold, splitsInHand, listings);
  }

  /** The same with another {@link #maxBundleFiles()}. */
  public AssignmentOptions withMaxBundleFiles(int files) {
    return new AssignmentOptions(maxBytes, files, smallFileThreshold, splitsInHand, listings);
  }

  /** The same with another {@link #smallFileThreshold()}. */
  public AssignmentOptions withSmallFileThreshold(long bytes) {
    return new AssignmentOptions(maxBytes, maxBundleFiles, bytes, splitsInHand, listings);
  }

  /** The same with another {@link #splitsInHand()}. */
  public AssignmentOptions withSplitsInHand(int splits) {
    return new AssignmentOptions(maxBytes, maxBundleFiles, smallFileThreshold, splits, listings);
  }

  /** The same with another {@link #listings()}. */
  public AssignmentOptions withListings(int count) {
    return new AssignmentOptions(maxBytes, maxBundleFiles, smallFileThreshold, splitsInHand, count);
  }

  /** What cuts files into runs. */
  public SplitPlanner cutter() {
    return new SplitPlanner(maxBytes, 1, smallFileThreshold);
  }
}
