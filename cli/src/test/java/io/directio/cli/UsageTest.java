// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {

  @Test
  void helpGoesToStandardOutputAndEndsWell() {
    CommandRun help = CommandRun.of("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("Usage: directio", "DIRECTIO_JAVA_OPTS", "DIRECTIO_BEARER", "Exit codes");
    assertThat(help.outLines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void helpIsACommandAsWell() {
    CommandRun help = CommandRun.of("help", "export");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).isEqualTo(CommandRun.of("export", "--help").out());
  }

  @Test
  void theVersionNamesTheParts() {
    CommandRun version = CommandRun.of("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out()).containsPattern("directio \\d").containsPattern("Flink \\d");
  }

  @Test
  void aMistypedCommandIsOneLineAndAHint() {
    CommandRun run = CommandRun.of("frobnicate");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.errLines().get(0)).isEqualTo("directio: there is no command 'frobnicate'");
    assertThat(run.errLines().get(1)).startsWith("  hint: ");
  }

  @Test
  void whatIsNoFileIdIsRefusedBeforeAnybodyIsAsked() {
    for (String[] arguments :
        new String[][] {
          {"stat", "abc"},
          {"download", "abc", "-o", "x"},
          {"export", "--file-id", "abc", "--to", "x"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("'abc' is not a file id");
    }
    assertThat(CommandRun.of("export", "--file-id=-5", "--to", "x").err())
        .contains("'-5' is not a file id");
  }

  @Test
  void anUnknownOptionIsNamedWhateverElseIsWrong() {
    for (String[] arguments :
        new String[][] {
          {"download", "--bogus", "-o", "x"},
          {"download", "--bogus", "value", "-o", "x"},
          {"stat", "--bogus"},
          {"stat", "--bogus", "value"},
          {"export", "--bogus"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.errLines()).as(run.err()).hasSize(2);
      assertThat(run.errLines().get(0)).startsWith("directio: unknown option").contains("--bogus");
      assertThat(run.errLines().get(1)).startsWith("  hint: ");
    }
    assertThat(CommandRun.of("stat").err()).contains("missing required parameter: 'FILE_ID'");
  }

  @Test
  void noCommandAtAllIsAUsageError() {
    assertThat(CommandRun.of().exit()).isEqualTo(2);
  }

  @Test
  void aSecretGivenAsAnOptionIsRefusedAndNotRepeated() {
    for (String[] arguments :
        new String[][] {
          {"--secret-access-key", "canary-7f3a"},
          {"--bearer=canary-7f3a"},
          {"--access-key-id", "canary-7f3a"},
          {"stat", "--bearer", "canary-7f3a"},
          {"download", "--secret-access-key=canary-7f3a", "-o", "x"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains("credentials are never options").doesNotContain("canary");
    }
  }
}
