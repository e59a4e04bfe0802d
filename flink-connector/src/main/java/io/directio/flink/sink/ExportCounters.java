// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

/**
 * Names of the accumulators by which a running export can be watched, with {@code
 * JobClient.getAccumulators()}. Flink carries them with the heartbeats, so {@code
 * heartbeat.interval} says how fresh they are.
 *
 * <p>They are for progress only: after a failure some bytes count twice. What became of each file
 * stands in the manifest.
 */
public final class ExportCounters {

  /** Files every byte of which is at the destination; they are published with the checkpoint. */
  public static final String FILES_COMPLETED = "directio.files.completed";

  /** Files that the destination held already. */
  public static final String FILES_SKIPPED = "directio.files.skipped";

  /** Files that failed. */
  public static final String FILES_FAILED = "directio.files.failed";

  /** Bytes of files that the sink has received. */
  public static final String BYTES = "directio.bytes";

  /** Blocks that the sink has received. */
  public static final String BLOCKS = "directio.blocks";

  private ExportCounters() {}

  /** Files by how they ended. */
  record Counts(long completed, long skipped, long failed) {
    static final Counts NONE = new Counts(0, 0, 0);
  }
}
