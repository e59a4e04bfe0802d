// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.directio.examples.documents.TextExtractor.Extracted;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.tika.exception.TikaException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextExtractorTest {

  private static TextExtractor extractor;

  @BeforeAll
  static void open() {
    extractor = new TextExtractor(1_000, Duration.ofMinutes(1), 128);
  }

  @AfterAll
  static void close() {
    extractor.close();
  }

  @Test
  void readsThePdfTheWordAndTheHtml() throws Exception {
    Extracted pdf = extractor.extract("plan.pdf", Documents.pdf("The bridge opens in May"));
    assertThat(pdf.type()).isEqualTo("application/pdf");
    assertThat(pdf.title()).isEqualTo("A plan");
    assertThat(pdf.text()).isEqualTo("The bridge opens in May");

    Extracted docx = extractor.extract("note.docx", Documents.docx("Grüße aus dem Büro"));
    assertThat(docx.type()).contains("wordprocessingml");
    assertThat(docx.text()).isEqualTo("Grüße aus dem Büro");

    Extracted html = extractor.extract("page.html", Documents.html("A <b>bold</b> word"));
    assertThat(html.title()).isEqualTo("A page");
    assertThat(html.text()).isEqualTo("A bold word");
    assertThat(html.truncated()).isFalse();
  }

  @Test
  void keepsNoMoreCharactersThanItMay() throws Exception {
    Extracted text = extractor.extract("long.txt", "word ".repeat(1_000).getBytes());
    assertThat(text.truncated()).isTrue();
    assertThat(text.text()).startsWith("word word").hasSizeLessThanOrEqualTo(1_000);
  }

  @Test
  void opensNoArchivesAndRunsNoOtherProgram() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("inner.txt"));
      zip.write("hidden words".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(extractor.extract("archive.zip", bytes.toByteArray()).text()).isEmpty();
    // A picture would be given to Tesseract, and a film to FFmpeg, by Tika's defaults.
    assertThat(extractor.extract("picture.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}).text())
        .isEmpty();
  }

  @Test
  void saysWhatIsWrongWithABrokenDocument() throws Exception {
    byte[] broken = Documents.docx("text");
    Arrays.fill(broken, 100, broken.length / 2, (byte) 0);
    assertThatExceptionOfType(TikaException.class)
        .isThrownBy(() -> extractor.extract("broken.docx", broken))
        .withMessageContaining("can't be parsed");
  }

  @Test
  void givesUpWhatUnfoldsToMoreThanItsMemoryAndGoesOnWithTheNext() throws Exception {
    byte[] bomb =
        Documents.docxOf("<w:p><w:r><w:t>" + "a".repeat(50_000_000) + "</w:t></w:r></w:p>");
    assertThat(bomb).hasSizeLessThan(100_000);
    try (TextExtractor small = new TextExtractor(1_000, Duration.ofMinutes(1), 48)) {
      assertThatExceptionOfType(TikaException.class)
          .isThrownBy(() -> small.extract("bomb.docx", bomb))
          .withMessageContaining("out of memory");
      assertThat(small.extract("page.html", Documents.html("next")).text()).isEqualTo("next");
    }
  }

  @Test
  void givesUpWhatTakesTooLong() {
    try (TextExtractor hasty = new TextExtractor(1_000, Duration.ofMillis(1), 128)) {
      assertThatExceptionOfType(TikaException.class)
          .isThrownBy(() -> hasty.extract("plan.pdf", Documents.pdf("text")))
          .withMessageContaining("not parsed within");
    }
  }

  @Test
  void keepsTheEnvironmentFromTheParsers() throws Exception {
    assumeThat(Path.of("/proc/self/environ")).isReadable();
    extractor.extract("page.html", Documents.html("text"));
    assertThat(Files.readString(Path.of("/proc/self/environ"))).contains("PATH=");
    assertThat(ProcessHandle.current().children())
        .isNotEmpty()
        .allSatisfy(
            child ->
                assertThat(Files.readString(Path.of("/proc/" + child.pid() + "/environ")))
                    .doesNotContain("PATH="));
  }
}
