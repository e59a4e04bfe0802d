// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import io.directio.emulator.notify.NotificationCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {

  @TempDir private Path folder;

  private Emulator emulator;
  private Path credentials;

  @BeforeEach
  void start() throws Exception {
    emulator =
        Emulator.builder()
            .file("Projects/plan.pdf", EmulatedPortal.bytes(5_000))
            .file("Projects/drafts/old.txt", EmulatedPortal.bytes(20))
            .file("Private/diary.txt", EmulatedPortal.bytes(300))
            .start();
    credentials = folder.resolve("credentials");
    credentials(emulator.notifications().password());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void showsWhatIsThereAndEnds() {
    CommandRun run = events();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(files(run))
        .containsExactlyInAnyOrder(
            "Projects/plan.pdf", "Projects/drafts/old.txt", "Private/diary.txt");
    assertThat(run.outLines())
        .anyMatch(
            line ->
                line.contains(" file ")
                    && line.contains(" " + emulator.file("Projects/plan.pdf").id() + " ")
                    && line.contains("5.0 kB"));
  }

  @Test
  void showsThatAFolderHasNoName() {
    emulator.add("top.txt", Content.of(EmulatedPortal.bytes(10)));
    assertThat(events().outLines())
        .filteredOn(line -> line.contains("  folder "))
        .allMatch(line -> line.matches(".*  (Projects|Projects/drafts|Private|\\(no name\\))"))
        .anyMatch(line -> line.endsWith("  (no name)"));
  }

  @Test
  void filtersByFolderPathAndSize() {
    assertThat(files(events("--folder", "Private"))).containsExactly("Private/diary.txt");
    assertThat(
            files(
                events("--folder-id", Long.toString(emulator.notifications().folderId("Private")))))
        .containsExactly("Private/diary.txt");
    assertThat(files(events("--include", "**/*.txt", "--exclude", "Private/**")))
        .containsExactly("Projects/drafts/old.txt");
    assertThat(files(events("--min-size", "1K", "--max-size", "1M")))
        .containsExactly("Projects/plan.pdf");
    assertThat(files(events("--modified-since", "2999-01-01"))).isEmpty();
  }

  @Test
  void writesOneObjectALineForMachines() {
    CommandRun run = events("--json", "--include", "**/diary.txt");
    assertThat(run.outLines())
        .singleElement()
        .asString()
        .startsWith(
            "{\"type\":\"file\",\"deleted\":false,\"path\":\"Private/diary.txt\",\"name\":\"diary.txt\",\"file_id\":"
                + emulator.file("Private/diary.txt").id()
                + ",\"size\":300,")
        .contains("\"guid\":\"", "\"folder_id\":", "\"gvsn\":\"");
  }

  @Test
  void followsChangesUntilItIsInterrupted() throws Exception {
    Interrupts interrupts = new Interrupts();
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(() -> events(interrupts, "--follow", "--json"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> emulator.requests().notificationCalls(NotificationCall.LONGPOLL) > 0);
    emulator.delete("Private/diary.txt");
    long listed = emulator.requests().notificationCalls(NotificationCall.LIST);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> emulator.requests().notificationCalls(NotificationCall.LIST) > listed);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> emulator.requests().notificationCalls(NotificationCall.LONGPOLL) > 1);
    interrupts.fire();
    CommandRun run = running.get(30, TimeUnit.SECONDS);
    assertThat(run.exit()).isEqualTo(130);
    assertThat(run.outLines())
        .last()
        .asString()
        .contains("\"deleted\":true", "\"path\":\"Private/diary.txt\"");
  }

  @Test
  void aWrongPasswordIsFourAndIsNotRepeated() throws IOException {
    credentials("canary");
    CommandRun run = events();
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.errLines()).hasSize(2);
    assertThat(run.err()).doesNotContain("canary");
    assertThat(emulator.requests().notificationCalls(NotificationCall.LOGIN)).isEqualTo(1);
  }

  @Test
  void whatMakesNoSenseIsUsage() {
    for (List<String> nonsense :
        List.of(
            List.of("--min-size", "big"),
            List.of("--min-size", "2M", "--max-size", "1M"),
            List.of("--modified-since", "yesterday"))) {
      CommandRun run = events(nonsense.toArray(String[]::new));
      assertThat(run.exit()).as(nonsense.toString()).isEqualTo(2);
      assertThat(run.errLines()).hasSize(2);
    }
    assertThat(emulator.requests().notificationCalls(NotificationCall.LOGIN)).isZero();
  }

  /** Paths of the files that are told of, whose lines end with them. */
  private static List<String> files(CommandRun run) {
    return run.outLines().stream()
        .filter(line -> line.contains("  file "))
        .map(line -> line.substring(line.lastIndexOf("  ") + 2))
        .toList();
  }

  private CommandRun events(String... options) {
    return events(new Interrupts(), options);
  }

  private CommandRun events(Interrupts interrupts, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "events",
                "--portal",
                emulator.portalUri().toString(),
                "--credentials-file",
                credentials.toString()));
    all.addAll(List.of(options));
    return CommandRun.of(Map.of(), interrupts, all.toArray(String[]::new));
  }

  private void credentials(String password) throws IOException {
    Files.writeString(
        credentials,
        "DIRECTIO_USER="
            + emulator.notifications().user()
            + "\nDIRECTIO_PASSWORD="
            + password
            + "\n");
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
  }
}
