// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.metrics.ClientMetrics;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * How much the enumerator has before it, as metrics.
 *
 * <p><b>Threading.</b> The coordinator's thread sets them; reporters read on their own.
 */
final class EnumeratorMetrics {

  private volatile long unassigned;
  private volatile long filesToPlan;
  private volatile long filesTaken;

  EnumeratorMetrics(SplitEnumeratorMetricGroup group) {
    group.setUnassignedSplitsGauge(() -> unassigned);
    MetricGroup own = group.addGroup(ClientMetrics.GROUP);
    own.gauge("filesToPlan", () -> filesToPlan);
    own.gauge("filesTaken", () -> filesTaken);
  }

  void update(Intake intake, LargeFiles large, SplitAssigner assigner) {
    unassigned = assigner.readyCount() + large.backlog() + intake.size();
    filesToPlan = large.backlog();
    filesTaken = intake.taken();
  }
}
