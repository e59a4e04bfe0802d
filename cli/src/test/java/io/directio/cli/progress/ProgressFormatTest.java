// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressFormatTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Progress halfWay =
      new Progress(105, 0, 2, OptionalLong.of(480), 100_000_000, OptionalLong.of(200_000_000), 3);
  private final Progress openEnded =
      new Progress(1, 0, 0, OptionalLong.empty(), 999, OptionalLong.empty(), 1);
  private final Pace pace =
      new Pace(START, new Progress(0, 0, 0, OptionalLong.empty(), 0, OptionalLong.empty(), 0));

  @BeforeEach
  void fourSecondsIn() {
    pace.sample(START.plusSeconds(4), 100_000_000);
  }

  @Test
  void plainLinesTellFilesBytesRateRetriesAndTimeLeft() {
    assertThat(new PlainFormat().line(halfWay, pace))
        .isEqualTo(
            "107/480 files (2 failed), 100.0 MB of 200.0 MB, 25.0 MB/s, 3 retries, ETA 0:04");
  }

  @Test
  void whatIsNotKnownIsLeftOutOfPlainLines() {
    assertThat(new PlainFormat().line(openEnded, pace))
        .isEqualTo("1 file, 999 B, 25.0 MB/s, 1 retry");
  }

  @Test
  void whenFilesAreSkippedTheFilesTellHowFarItIs() {
    Progress skipping =
        new Progress(0, 5, 0, OptionalLong.of(10), 0, OptionalLong.of(10_000_000), 0);
    assertThat(new BarFormat(140, false, false).line(skipping, pace)).contains("]  50%");
  }

  @Test
  void filesThatBringNoBytesHaveNoSpeed() {
    Progress looking = new Progress(7, 2, 1, OptionalLong.of(12), 0, OptionalLong.empty(), 0);
    assertThat(new PlainFormat().line(looking, pace))
        .startsWith("10/12 files (1 failed), 0 retries");
  }

  @Test
  void oneFileNeedsNoCount() {
    Progress one =
        new Progress(0, 0, 0, OptionalLong.of(1), 5_000_000, OptionalLong.of(10_000_000), 0);
    assertThat(new PlainFormat().line(one, pace)).startsWith("5.0 MB of 10.0 MB, ");
  }

  @Test
  void oneFileOfUnknownSizeIsCounted() {
    Progress one = new Progress(0, 0, 0, OptionalLong.of(1), 0, OptionalLong.empty(), 0);
    assertThat(new PlainFormat().line(one, pace)).startsWith("0/1 file, 0 B, ");
  }

  @Test
  void whatWasThereAlreadyIsNeitherSpeedNorTime() {
    Progress resumed =
        new Progress(0, 0, 0, OptionalLong.of(1), 90_000_000, OptionalLong.of(100_000_000), 0);
    Pace later = new Pace(START, resumed);
    later.sample(START.plusSeconds(5), 95_000_000);
    assertThat(later.bytesPerSecond()).isEqualTo(1e6);
    assertThat(later.remaining(0.95)).contains(Duration.ofSeconds(5));
  }

  @Test
  void theBarIsHalfFullHalfWay() {
    assertThat(new BarFormat(140, false, false).line(halfWay, pace))
        .isEqualTo(
            " [==============>             ]  50%  107/480 files (2 failed) | 100.0 MB of 200.0"
                + " MB | 25.0 MB/s | 3 retries | ETA 0:04");
  }

  @Test
  void theBarNeverReachesTheLastColumnHoweverNarrowTheTerminal() {
    for (int columns = 1; columns < 200; columns++) {
      assertThat(new BarFormat(columns, false, false).line(halfWay, pace)).hasSizeLessThan(columns);
      assertThat(new BarFormat(columns, true, false).line(halfWay, pace)).hasSizeLessThan(columns);
      assertThat(new BarFormat(columns, true, false).line(openEnded, pace))
          .hasSizeLessThan(columns);
    }
  }

  @Test
  void coloursOnlySurroundTheBar() {
    String plain = new BarFormat(140, true, false).line(halfWay, pace).replace('─', '━');
    String coloured = new BarFormat(140, true, true).line(halfWay, pace);
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
  }

  @Test
  void jsonHoldsEveryNumberAndNullForTheUnknown() {
    assertThat(new JsonFormat().line(halfWay, pace))
        .isEqualTo(
            "{\"type\":\"progress\",\"files_ok\":105,\"files_skipped\":0,\"files_failed\":2,"
                + "\"files_total\":480,\"bytes\":100000000,\"bytes_total\":200000000,"
                + "\"bytes_per_second\":25000000,\"retries\":3,\"seconds\":4.000,"
                + "\"eta_seconds\":4}");
    assertThat(new JsonFormat().line(openEnded, pace))
        .contains("\"files_total\":null", "\"bytes_total\":null", "\"eta_seconds\":null");
  }

  @Test
  void theRateFollowsTheLastTenSeconds() {
    for (int second = 5; second <= 60; second++) {
      pace.sample(START.plusSeconds(second), 100_000_000 + 1_000_000L * (second - 4));
    }
    assertThat(pace.bytesPerSecond()).isEqualTo(1e6);
    assertThat(pace.remaining(0.5)).contains(Duration.ofSeconds(60));
  }
}
