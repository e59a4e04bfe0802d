// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.ByteRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TextsTest {

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "0s, PT0S"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(new DurationText().convert(text)).isEqualTo(duration);
  }

  @Test
  void rangesHaveBothEndsOrRunToTheEnd() {
    assertThat(new ByteRangeText().convert("0-99")).isEqualTo(ByteRange.of(0, 99));
    assertThat(new ByteRangeText().convert("5-5")).isEqualTo(ByteRange.of(5, 5));
    assertThat(new ByteRangeText().convert("100-")).isEqualTo(ByteRange.from(100));
  }

  @Test
  void blocksAreNumbersAndRuns() {
    assertThat(new BlockNumbers.Text().convert("4,1,7-9"))
        .isEqualTo(
            new BlockNumbers(
                List.of(
                    new BlockNumbers.Run(4, 4),
                    new BlockNumbers.Run(1, 1),
                    new BlockNumbers.Run(7, 9))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "5", "9-3", "1-2-3", "a-b", "99999999999999999999-"})
  void whatIsNoRangeIsRefused(String text) {
    assertThatThrownBy(() -> new ByteRangeText().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1,", "3-1", "-1", "x", "1;2"})
  void whatIsNoBlockIsRefused(String text) {
    assertThatThrownBy(() -> new BlockNumbers.Text().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-1s", "1d", "s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> new DurationText().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }
}
