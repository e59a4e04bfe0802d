// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.Part;
import java.util.List;

/** The parts that read and export over HTTP. */
public final class EndToEnd {

  private EndToEnd() {}

  /** All of them, in the order in which they are measured. */
  public static List<Part> parts() {
    return List.of(
        new EndToEndPart(
            "core",
            "Core: what reading costs beyond fetching and decoding",
            (effort, directory) -> new CoreCosts(effort, directory).measure()),
        new EndToEndPart(
            "flink",
            "Flink: how fast files are written, compared with the core alone",
            (effort, directory) -> new FlinkSpeed(effort, directory).measure()),
        new EndToEndPart(
            "latency",
            "Latency: how much slower it is to read from a storage that is far away",
            (effort, directory) -> new Latency(effort, directory).measure()),
        new EndToEndPart(
            "heap",
            "Heap: whether 256 MB are enough, whatever is read",
            (effort, directory) -> new Heap(effort, directory).measure()),
        new EndToEndPart(
            "smallfiles",
            "Small files: whether nothing but the portal's latency bounds them",
            SmallFiles.METHOD,
            (effort, directory) -> new SmallFiles(effort, directory).measure()),
        new EndToEndPart(
            "s3",
            "S3: how fast files are written into a bucket, compared with a directory",
            BucketSpeed.METHOD,
            (effort, directory) -> new BucketSpeed(effort, directory).measure()),
        new EndToEndPart(
            "checkpoint",
            "Checkpoints: how long they take while an export runs at full speed",
            CheckpointTime.METHOD,
            (effort, directory) -> new CheckpointTime(effort, directory).measure()),
        new EndToEndPart(
            "beam",
            "Beam: how fast large files are read on Flink, compared with the core and the source",
            BeamSpeed.METHOD,
            (effort, directory) -> new BeamSpeed(effort, directory).measure()),
        new EndToEndPart(
            "beam-limits",
            "Beam: whether 384 MB are enough, and nothing but the portal bounds small files",
            BeamLimits.METHOD,
            (effort, directory) -> new BeamLimits(effort, directory).measure()));
  }
}
