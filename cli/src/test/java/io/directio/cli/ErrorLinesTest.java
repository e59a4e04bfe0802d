// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
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
  void aHeapThatIsTooSmallIsNoMistakeWhereverItShows() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");
    for (Throwable failure :
        new Throwable[] {
          error, new IOException("The Flink job failed: x", new IOException(error))
        }) {
      List<String> lines = lines(failure, false);
      assertThat(lines).hasSize(2);
      assertThat(lines.get(0)).startsWith("directio: out of memory: the heap has ");
      assertThat(lines.get(1)).contains("DIRECTIO_JAVA_OPTS=-Xmx");
    }
  }

  @Test
  void aMistakeOfOursSaysThatItIsOne() {
    assertThat(lines(new IllegalStateException("oops"), false).get(0))
        .isEqualTo("directio: unexpected failure: java.lang.IllegalStateException: oops");
  }

  private static String hint(ErrorCode code) {
    return Hints.of(code).orElseThrow();
  }

  private static List<String> lines(Throwable failure, boolean verbose) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ErrorLines.print(new PrintStream(err, true, StandardCharsets.UTF_8), failure, verbose);
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
