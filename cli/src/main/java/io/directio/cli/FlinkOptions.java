// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.EmbeddedFlink;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How Flink runs inside of this process. */
final class FlinkOptions {

  @Option(
      names = "--engine-parallelism",
      paramLabel = "N",
      order = 10,
      description =
          "How many of Flink's subtasks read and write; each fetches many blocks at once. Default:"
              + " the number of cores.")
  private Integer parallelism;

  @Option(
      names = "--flink-conf",
      paramLabel = "K=V",
      order = 11,
      description =
          "A setting of Flink; can be repeated. An example:"
              + " execution.checkpointing.interval=30s.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** The number of subtasks, checked. */
  int parallelism() {
    if (parallelism == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (parallelism < 1 || parallelism > 1024) {
      throw new UsageException(
          "--engine-parallelism must lie between 1 and 1024", "the default is the number of cores");
    }
    return parallelism;
  }

  EmbeddedFlink start(boolean web, boolean endless) throws IOException {
    return EmbeddedFlink.start(parallelism(), web, endless, settings);
  }
}
