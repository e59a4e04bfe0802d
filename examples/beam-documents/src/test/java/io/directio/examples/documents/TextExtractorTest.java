// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.directio.examples.documents.TextExtractor.Extracted;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.tika.exception.TikaException;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextExtractorTest {

  private static TextExtractor extractor;

  /** A small document that unfolds to much text. */
  private static byte[] bomb;

  @BeforeAll
  static void open() throws Exception {
    bomb = Documents.docxOf("<w:p><w:r><w:t>" + "a".repeat(50_000_000) + "</w:t></w:r></w:p>");
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
  void opensNoArchives() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("inner.txt"));
      zip.write("hidden words".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(extractor.extract("archive.zip", bytes.toByteArray()).text()).isEmpty();
  }

  @Test
  void leavesPicturesAndFilmsAloneWhichWouldBeGivenToOtherPrograms() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
    Extracted picture = extractor.extract("picture.png", bytes.toByteArray());
    assertThat(picture.type()).isEqualTo("image/png");
    assertThat(picture.text()).isEmpty();
    // By Tika's defaults there are parsers for some, and more with more of its modules.
    assertThat(new TextOnlyParser(1_000).getSupportedTypes(new ParseContext()))
        .contains(MediaType.application("pdf"), MediaType.TEXT_HTML)
        .extracting(MediaType::getType)
        .doesNotContain("image", "video", "audio");
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
    try (TextExtractor hasty = new TextExtractor(1_000, Duration.ofMillis(20), 512)) {
      assertThatExceptionOfType(TikaException.class)
          .isThrownBy(() -> hasty.extract("bomb.docx", bomb))
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
