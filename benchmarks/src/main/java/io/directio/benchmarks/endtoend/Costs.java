// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

/**
 * What one round of a worker has cost.
 *
 * @param bytes plain bytes that were read
 * @param wallNanos time that passed, without what was needed to start
 * @param startUpNanos time that was needed to start, such as that of a Flink job
 * @param cpuNanos processor time of the worker's process, all its threads, user and system, without
 *     what making a job of a pipeline takes
 * @param peakHeap most bytes that were in use in the heap after a collection
 * @param collections garbage collections
 * @param checkpoints what Flink tells of its checkpoints
 * @param exchangedBytes what Flink's tasks passed to each other, other than by a call within a task
 * @param server what it has cost the other side; nothing until it is known
 */
record Costs(
    long bytes,
    long wallNanos,
    long startUpNanos,
    long cpuNanos,
    long peakHeap,
    long collections,
    Work.Checkpoints checkpoints,
    long exchangedBytes,
    Portal.Load server) {

  /** Megabytes (10⁶) of plain bytes a second. */
  double speed() {
    return bytes * 1e3 / wallNanos;
  }

  /** Seconds of processor time for 10⁹ plain bytes. */
  double cpuPerGb() {
    return (double) cpuNanos / bytes;
  }

  /** The same for the other side. */
  double serverCpuPerGb() {
    return (double) server.cpuNanos() / bytes;
  }

  /** How often the portal was asked for the blocks of a file. */
  double portalCalls() {
    return server.portalCalls();
  }

  /** The same with what it has cost the other side. */
  Costs withServer(Portal.Load load) {
    return new Costs(
        bytes,
        wallNanos,
        startUpNanos,
        cpuNanos,
        peakHeap,
        collections,
        checkpoints,
        exchangedBytes,
        load);
  }

  String[] toWords() {
    return new String[] {
      Long.toString(bytes),
      Long.toString(wallNanos),
      Long.toString(startUpNanos),
      Long.toString(cpuNanos),
      Long.toString(peakHeap),
      Long.toString(collections),
      Long.toString(checkpoints.completed()),
      Long.toString(checkpoints.longestMillis()),
      Long.toString(checkpoints.largestBytes()),
      Long.toString(exchangedBytes)
    };
  }

  static Costs parse(String[] words) {
    return new Costs(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        new Work.Checkpoints(
            Long.parseLong(words[6]), Long.parseLong(words[7]), Long.parseLong(words[8])),
        Long.parseLong(words[9]),
        Portal.Load.NONE);
  }
}
