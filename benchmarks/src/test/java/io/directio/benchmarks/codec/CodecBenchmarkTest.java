// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured is the real thing; nothing is timed here. */
class CodecBenchmarkTest {

  @ParameterizedTest
  @EnumSource(StoredFormat.class)
  void decodesWhatItStored(StoredFormat format) throws Exception {
    for (boolean encrypted : new boolean[] {false, true}) {
      CodecBenchmark benchmark = new CodecBenchmark();
      benchmark.files = SampleFiles.CLASSES;
      benchmark.format = format;
      benchmark.encrypted = encrypted;
      benchmark.blockSize = 4 << 20;
      benchmark.store();
      CodecBenchmark.Costs costs = new CodecBenchmark.Costs();
      for (int i = 0; i < 2; i++) {
        benchmark.fetch();
        benchmark.decodeAndBareSteps(costs);
        assertThat(benchmark.decoded()).isEqualTo(benchmark.expected());
      }
      assertThat(costs.plainBytes).isEqualTo(2L * benchmark.blockSize);
      benchmark.close();
    }
  }
}
