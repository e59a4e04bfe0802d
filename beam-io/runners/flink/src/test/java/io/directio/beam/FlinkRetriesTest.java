// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FlinkRetriesTest extends RetriedBundles {

  @TempDir Path configuration;

  /** In batch, the runner's own option for retries has no effect: Flink has to be told. */
  @BeforeEach
  void letFlinkTryAgain() throws IOException {
    Files.writeString(
        configuration.resolve("flink-conf.yaml"),
        """
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 3
        restart-strategy.fixed-delay.delay: 10 ms
        """);
  }

  @Override
  protected PipelineOptions options() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setFlinkConfDir(configuration.toString());
    options.setParallelism(2);
    return options;
  }
}
