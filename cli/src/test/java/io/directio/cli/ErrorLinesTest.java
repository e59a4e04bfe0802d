// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ErrorLinesTest {

  @Test
  void oneLineAndAHint() {
    assertThat(lines(new DirectIOException(ErrorCode.KEY, "File 7: wrong key"), false))
        .containsExactly("directio: File 7: wrong key", "  hint: " + hint(ErrorCode.KEY));
  }

  @Test
  void aStackTraceOnlyWhenAskedFor() {
    assertThat(lines(new DirectIOException(ErrorCode.KEY, "File 7: wrong key"), true))
        .anyMatch(line -> line.contains("at io.directio.cli"));
  }

  @Test
  void filesAreSpokenOfInWords() {
    assertThat(lines(new NoSuchFileException("/a/b"), false))
        .containsExactly("directio: '/a/b': no such file or directory");
    assertThat(lines(new AccessDeniedException("/a/b"), false))
        .containsExactly("directio: '/a/b': permission denied");
  }

  @Test
  void namesCannotSteerTheTerminal() {
    assertThat(lines(new NoSuchFileException("a\u001b[2J\nb\u202e"), false))
        .containsExactly("directio: 'a?[2J b?': no such file or directory");
  }

  @Test
  void aMistakeOfOursSaysThatItIsOne() {
    assertThat(lines(new IllegalStateException("oops"), false).get(0))
        .isEqualTo("directio: unexpected failure: java.lang.IllegalStateException: oops");
  }

  private static String hint(ErrorCode code) {
    return Hints.of(code).orElseThrow();
  }

  private static java.util.List<String> lines(Throwable failure, boolean verbose) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ErrorLines.print(new PrintStream(err, true, StandardCharsets.UTF_8), failure, verbose);
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
