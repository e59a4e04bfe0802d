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
            (effort, directory) -> new Heap(effort, directory).measure()));
  }
}
