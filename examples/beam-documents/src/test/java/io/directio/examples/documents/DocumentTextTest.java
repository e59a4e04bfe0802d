// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private List<JsonNode> allLines(String prefix) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().matches(prefix + "-\\d.*")).toList()) {
        assertThat(file.toString()).endsWith(".jsonl");
        for (String line : Files.readAllLines(file)) {
          lines.add(JSON.readTree(line));
        }
      }
    }
    return lines;
  }

  /** The lines of all files, by the paths of documents: those that count. */
  private Map<String, JsonNode> lines(String prefix) throws IOException {
    Map<String, JsonNode> lines = new TreeMap<>();
    for (JsonNode line : allLines(prefix)) {
      lines.merge(
          line.get("path").asText(), line, (one, other) -> rank(other) > rank(one) ? other : one);
    }
    return lines;
  }

  /** The version, and of equal ones the deletion. */
  private static long rank(JsonNode line) {
    return 2 * line.path("version").asLong() + (line.path("deleted").asBoolean() ? 1 : 0);
  }

  private List<String> options(Emulator emulator, String... more) throws IOException {
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
    List<String> options =
        new ArrayList<>(
            List.of(
                "--portal=" + emulator.portalUri(),
                "--credentialsFile=" + credentials,
                "--to=" + directory.resolve("documents"),
                "--report=" + directory.resolve("failed"),
                "--timeoutSeconds=120"));
    options.addAll(List.of(more));
    return options;
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
      DocumentText.main(options(emulator, "--maxBytes=50000").toArray(String[]::new));

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

  @Test
  void goesOnWithWhatChangesAndTellsWhatIsDeleted() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("projects/plan.pdf", Documents.pdf("The bridge opens in May"))
            .file("projects/old.html", Documents.html("An old page"))
            .start()) {
      PipelineResult running =
          DocumentText.pipeline(
                  PipelineOptionsFactory.fromArgs(
                          options(emulator, "--follow", "--intervalSeconds=1", "--blockOnRun=false")
                              .toArray(String[]::new))
                      .as(DocumentText.Options.class))
              .run();
      try {
        await(
            () ->
                assertThat(lines("documents"))
                    .containsOnlyKeys("projects/plan.pdf", "projects/old.html"));

        long old = emulator.file("projects/old.html").id();
        emulator.add("projects/new.html", Content.of(Documents.html("A new page")));
        emulator.add("projects/broken.pdf", Content.of("%PDF-1.7 nothing".getBytes()));
        emulator.replace("projects/plan.pdf", Content.of(Documents.pdf("It opens in June")));
        emulator.delete("projects/old.html");
        await(
            () -> {
              Map<String, JsonNode> documents = lines("documents");
              assertThat(documents)
                  .containsOnlyKeys("projects/plan.pdf", "projects/old.html", "projects/new.html");
              assertThat(documents.get("projects/plan.pdf").get("text").asText())
                  .isEqualTo("It opens in June");
              JsonNode deleted = documents.get("projects/old.html");
              assertThat(deleted.path("deleted").asBoolean()).isTrue();
              assertThat(deleted.get("id").asLong()).isEqualTo(old);
              assertThat(lines("failed")).containsOnlyKeys("projects/broken.pdf");
            });
      } finally {
        running.cancel();
      }
      assertThat(allLines("documents"))
          .filteredOn(line -> line.get("path").asText().equals("projects/old.html"))
          .extracting(line -> line.get("guid").asText())
          .hasSize(2)
          .containsOnly(lines("documents").get("projects/old.html").get("guid").asText());
    }
  }

  private static void await(ThrowingRunnable truth) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(truth);
  }
}
