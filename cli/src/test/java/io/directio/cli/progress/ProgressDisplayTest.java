// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDisplayTest {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long files;

  @Test
  void aBarIsRedrawnInPlaceAndGoneInTheEnd() {
    ProgressDisplay display = display(new BarFormat(60, false, false));
    step(display);
    step(display);
    display.close();

    assertThat(text()).doesNotContain("\n").endsWith("\r\u001b[K");
    assertThat(text().split("\r\u001b\\[K")).filteredOn(s -> !s.isEmpty()).hasSize(2);
  }

  @Test
  void wordsAreNotTornByTheBar() {
    ProgressDisplay display = display(new BarFormat(60, false, false));
    step(display);
    display.say("something to say");

    assertThat(text()).contains("\r\u001b[Ksomething to say\n\r\u001b[K");
  }

  @Test
  void nothingIsShownOnceItIsClosed() {
    ProgressDisplay display = display(new PlainFormat());
    step(display);
    display.close();
    display.close();
    display.show();

    assertThat(text().lines()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'',    xterm, -, false",
        "120,   xterm, -, true",
        "120,   dumb,  -, false",
        "other, xterm, 1, true",
        "0,     xterm, -, true",
      })
  void aBarNeedsATerminal(String columns, String term, String noColor, boolean bar) {
    Map<String, String> environment =
        noColor == null ? Map.of("TERM", term) : Map.of("TERM", term, "NO_COLOR", noColor);
    try (ProgressDisplay display =
        ProgressStyle.of(columns, true, environment).display(this::progress, stream, () -> now)) {
      display.show();
    }
    assertThat(text().contains("\u001b[K")).isEqualTo(bar);
    assertThat(text().contains("\u001b[36m")).isEqualTo(bar && noColor == null);
  }

  private ProgressDisplay display(ProgressFormat format) {
    return new ProgressDisplay(this::progress, format, stream, () -> now);
  }

  private void step(ProgressDisplay display) {
    now = now.plusSeconds(1);
    files++;
    display.show();
  }

  private Progress progress() {
    return new Progress(files, 0, 0, OptionalLong.of(9), files * 1000, OptionalLong.of(9000), 0);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }
}
