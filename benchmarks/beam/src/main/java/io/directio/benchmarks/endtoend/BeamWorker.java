// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.plan.SplitPlanner;
import java.io.IOException;

/** The process of one variant with Beam. */
final class BeamWorker {

  private BeamWorker() {}

  /**
   * @param arguments the name of the variant, and the job
   */
  public static void main(String[] arguments) {
    Worker.serve(arguments, BeamWorker::open);
  }

  private static Work open(String variant, Job job) throws IOException {
    return switch (BeamVariant.valueOf(variant)) {
      case BEAM_READ -> new BeamRead(job, 0);
      case BEAM_READ_BY_SIZE -> new BeamRead(job, SplitPlanner.DEFAULT.smallFileThreshold());
      case BEAM_EXPORT -> new BeamExport(job);
    };
  }
}
