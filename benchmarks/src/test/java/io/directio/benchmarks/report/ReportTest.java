// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

  @Test
  void writesMachineBarsAndTables() {
    Section section =
        new Section(
            "Speed",
            "How it was measured.",
            List.of(Bar.atLeast("ratio", 0.9, 0.85), Bar.atMost("bytes", 0.02, 0.01)),
            List.of(new Table("what", "MB/s").row("a | b", "100")));
    String text = new Report(new Machine(Map.of("processor", "a fast one")), section).toMarkdown();
    assertThat(text)
        .isEqualTo(
            """
            # Benchmark

            Written by `benchmarks/run`. Ratios carry over to other machines; absolute figures \
            do not.

            |  | machine |
            |---|---|
            | processor | a fast one |

            ## Speed

            How it was measured.

            | bar | measured | promised | met |
            |---|--:|--:|--:|
            | ratio | 0.90 | ≥ 0.85 | yes |
            | bytes | 0.0200 | ≤ 0.0100 | **no** |

            | what | MB/s |
            |---|--:|
            | a \\| b | 100 |
            """);
    assertThat(section.missesABar()).isTrue();
  }

  @Test
  void takesAFigureThatIsNoNumberForAMiss() {
    assertThat(Bar.atLeast("x", Double.NaN, 1).met()).isFalse();
    assertThat(Bar.atMost("x", Double.NaN, 1).met()).isFalse();
    assertThat(Bar.atLeast("x", 1, 1).met()).isTrue();
    assertThat(Bar.atMost("x", 1, 1).met()).isTrue();
  }

  @Test
  void tellsAllThatFiguresDependOn() {
    assertThat(Machine.current().facts())
        .containsKeys("measured at", "version", "processor", "memory", "system", "JVM")
        .allSatisfy((name, value) -> assertThat(value).isNotBlank());
  }

  @Test
  void refusesRowsThatDoNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Table("a", "b").row("1"));
  }
}
