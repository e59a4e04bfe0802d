// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

class DirectRunnerTest extends Behaviour {

  @Override
  protected PipelineOptions options() {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    return options;
  }
}
