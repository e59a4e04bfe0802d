// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

class SparkRetriesTest extends RetriedBundles {

  @Override
  protected PipelineOptions options() {
    SparkPipelineOptions options = PipelineOptionsFactory.as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setSparkMaster("local[2,4]"); // The 4 are attempts.
    return options;
  }
}
