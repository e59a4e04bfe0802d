// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private TestPortal portal;

  @BeforeEach
  void start() {
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("small", TestPortal.bytes(5_000, 1))
                .file("large", TestPortal.bytes(50_000, 2))
                .blockSize(BlockSize.fixed(10_000)));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private PipelineResult read() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(
        DirectIO.read(portal.client())
            .withFileIds(portal.ids())
            .withReading(all -> all.withSmallFileThreshold(20_000)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  /** The sum over all steps. */
  private static long counter(PipelineResult result, String namespace, String name) {
    long sum = 0;
    for (MetricResult<Long> step :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named(namespace, name))
                    .build())
            .getCounters()) {
      sum += step.getAttempted();
    }
    return sum;
  }

  private static long throttledMillis(PipelineResult result) {
    return counter(result, "beam-throttling-metrics", "throttling-msecs");
  }

  @Test
  void countWhatWasRead() {
    PipelineResult result = read();
    assertThat(counter(result, "io.directio.beam", "blocksRead")).isEqualTo(6);
    assertThat(counter(result, "io.directio.beam", "bytesRead")).isEqualTo(55_000);
    assertThat(throttledMillis(result)).isZero();
  }

  @Test
  void tellHowLongThePortalWantedToBeLeftAlone() {
    portal.emulator().faults().portal().forFile("small").once().respond(503);
    assertThat(throttledMillis(read())).isPositive();
  }

  @Test
  void tellHowLongTheStorageWantedToBeLeftAlone() {
    portal.emulator().faults().storage().forFile("large").times(3).slowDown();
    assertThat(throttledMillis(read())).isPositive();
  }

  @Test
  void doNotCallOtherWaitsThrottling() {
    portal.emulator().faults().storage().forFile("large").times(2).resetAfter(100);
    assertThat(throttledMillis(read())).isZero();
  }

  @Test
  void nameThePortalAsTheSource() {
    String host = portal.emulator().portalUri().getHost();
    assertThat(Lineage.query(read().metrics(), Lineage.Type.SOURCE))
        .containsExactly("directio:" + Lineage.wrapSegment(host));
  }
}
