// SPDX-License-Identifier: Apache-2.0
package org.apache.beam.runners.spark;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/** Has the name of one of Spark's runners, whose jars clash with the others. */
public final class NamedLikeSpark extends PipelineRunner<PipelineResult> {

  /** For Beam, which looks for it. */
  public static NamedLikeSpark fromOptions(PipelineOptions options) {
    return new NamedLikeSpark();
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    throw new UnsupportedOperationException("It runs nothing");
  }
}
