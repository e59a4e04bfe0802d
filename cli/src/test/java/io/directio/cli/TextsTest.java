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

  @ParameterizedTest
  @CsvSource({
    "4096, 4096",
    "0, 0",
    "512K, 524288",
    "512k, 524288",
    "512KiB, 524288",
    "512KB, 512000",
    "1.5M, 1572864",
    "1.5 MB, 1500000",
    "10B, 10",
    "2T, 2199023255552"
  })
  void sizesHaveTheUnitsOfGnu(String text, long bytes) {
    assertThat(new SizeText().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "M", "4X", "1e9", "9999999999999T", "4 M B", "5MB/s"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> new SizeText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("it looks like");
  }

  @ParameterizedTest
  @CsvSource({"50MB/s, 50000000", "50M, 52428800", "512KiB/s, 524288", "1000, 1000"})
  void ratesAreSizesASecond(String text, long bytes) {
    assertThat(new RateText().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50", "0", "50MB/h", "/s", "fast"})
  void whatIsNoRateIsRefused(String text) {
    assertThatThrownBy(() -> new RateText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("it looks like");
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
