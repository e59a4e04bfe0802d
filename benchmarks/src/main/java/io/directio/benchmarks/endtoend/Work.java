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
   * @param startUp part of it that came before reading began
   * @param checkpoints what Flink tells of its checkpoints
   * @param exchangedBytes what Flink's tasks passed to each other, other than by a call within a
   *     task
   */
  record Round(long bytes, StartUp startUp, Checkpoints checkpoints, long exchangedBytes) {

    /** A round without Flink. */
    Round(long bytes) {
      this(bytes, StartUp.NONE, Checkpoints.NONE, 0);
    }
  }

  /**
   * What a job has cost before reading began.
   *
   * @param nanos time from its submission until its first task ran
   * @param cpuNanos processor time of the process for making a job of what was described
   */
  record StartUp(long nanos, long cpuNanos) {
    static final StartUp NONE = new StartUp(0, 0);
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
