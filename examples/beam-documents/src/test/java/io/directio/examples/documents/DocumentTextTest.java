// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** The lines of all shards, by their paths. */
  private Map<String, JsonNode> lines(String prefix) throws IOException {
    Map<String, JsonNode> lines = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().matches(prefix + "-\\d.*")).toList()) {
        assertThat(file.toString()).endsWith(".jsonl");
        for (String line : Files.readAllLines(file)) {
          JsonNode json = JSON.readTree(line);
          lines.put(json.get("path").asText(), json);
        }
      }
    }
    return lines;
  }

  @Test
  void makesALineOfEachDocument() throws Exception {
    byte[] broken = Documents.docx("text");
    java.util.Arrays.fill(broken, 100, broken.length / 2, (byte) 0);
    try (Emulator emulator =
        Emulator.builder()
            .file("projects/plan.pdf", Documents.pdf("The bridge opens in May"))
            .file("projects/note.docx", Documents.docx("Two lines, \"quoted\""))
            .file("projects/page.html", Documents.html("A page"))
            .file("projects/broken.docx", broken)
            .file("projects/film.mp4", new byte[100_000])
            .start()) {
      Path credentials = directory.resolve("credentials.env");
      Files.writeString(
          credentials,
          "DIRECTIO_ACCESS_KEY_ID="
              + emulator.accessKeyId()
              + "\nDIRECTIO_SECRET_ACCESS_KEY="
              + emulator.secretAccessKey()
              + "\nDIRECTIO_USER="
              + emulator.notifications().user()
              + "\nDIRECTIO_PASSWORD="
              + emulator.notifications().password()
              + "\n");
      DocumentText.main(
          new String[] {
            "--portal=" + emulator.portalUri(),
            "--credentialsFile=" + credentials,
            "--to=" + directory.resolve("documents"),
            "--report=" + directory.resolve("failed"),
            "--maxBytes=50000"
          });

      Map<String, JsonNode> documents = lines("documents");
      assertThat(documents)
          .containsOnlyKeys("projects/plan.pdf", "projects/note.docx", "projects/page.html");
      JsonNode plan = documents.get("projects/plan.pdf");
      assertThat(plan.get("id").asLong()).isEqualTo(emulator.file("projects/plan.pdf").id());
      assertThat(plan.get("text").asText()).isEqualTo("The bridge opens in May");
      assertThat(plan.get("type").asText()).isEqualTo("application/pdf");
      assertThat(plan.get("version").asLong()).isPositive();
      assertThat(documents.get("projects/note.docx").get("text").asText())
          .isEqualTo("Two lines, \"quoted\"");
      assertThat(lines("failed")).containsOnlyKeys("projects/broken.docx", "projects/film.mp4");
    }
  }
}
