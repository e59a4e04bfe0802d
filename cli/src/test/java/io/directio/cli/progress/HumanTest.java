// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999999, 1.0 MB",
    "203900000, 203.9 MB",
    "3221225472, 3.2 GB",
    "9223372036854775807, 9.2 EB",
  })
  void bytesHaveDecimalUnits(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "400, 0:00", "7000, 0:07", "3599499, 59:59", "3723000, 1:02:03"})
  void durationsReadLikeAClock(long millis, String text) {
    assertThat(Human.clock(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void oneIsSingular() {
    assertThat(Human.count(1, "file")).isEqualTo("1 file");
    assertThat(Human.count(1234, "file")).isEqualTo("1,234 files");
  }
}
