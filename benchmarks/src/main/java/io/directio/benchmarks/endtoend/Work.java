// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.IOException;

/** One way to read all files of a job, done again and again in a worker's process. */
interface Work extends AutoCloseable {

  /** What has to be done before each round, and is not measured. */
  default void prepare() throws Exception {}

  /**
   * Reads everything once.
   *
   * @return bytes that were read
   */
  Round read() throws Exception;

  /** What has to be done after each round, and is not measured. */
  default void tidy() throws Exception {}

  @Override
  void close() throws IOException;

  /**
   * What only the work itself can tell of a round.
   *
   * @param bytes plain bytes that were read
   * @param startUpNanos part of its time that was spent before reading began
   * @param checkpoints what Flink tells of its checkpoints
   */
  record Round(long bytes, long startUpNanos, Checkpoints checkpoints) {

    /** A round without checkpoints. */
    Round(long bytes, long startUpNanos) {
      this(bytes, startUpNanos, Checkpoints.NONE);
    }
  }

  /**
   * Flink's statistics of the checkpoints of a job.
   *
   * @param completed how many were completed
   * @param longestMillis longest time of one, from when it was triggered until it was complete
   * @param largestBytes largest state of one
   */
  record Checkpoints(long completed, long longestMillis, long largestBytes) {
    static final Checkpoints NONE = new Checkpoints(0, 0, 0);
  }
}
