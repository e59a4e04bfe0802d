// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Content;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFoldersTest {

  /** A file is published with the checkpoint after it. */
  private static final String OFTEN = "execution.checkpointing.interval=200ms";

  private static final byte[] PLAN = EmulatedPortal.bytes(50_000);
  private static final byte[] DIARY = EmulatedPortal.bytes(300);

  @TempDir private Path folder;

  private Emulator emulator;
  private Path credentials;
  private Path output;

  @BeforeEach
  void start() throws IOException {
    emulator =
        Emulator.builder()
            .file("Projects/2026/plan.pdf", PLAN)
            .file("Private/diary.txt", DIARY)
            .start();
    output = folder.resolve("out");
    credentials = folder.resolve("credentials");
    credentials("DIRECTIO_PASSWORD=" + emulator.notifications().password());
  }

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void filesOfAllFoldersAreExportedUnderTheirPaths() {
    CommandRun run = export(new Interrupts(), "--all-folders");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("Exported   2 files");
    assertThat(output.resolve("Projects/2026/plan.pdf")).hasBinaryContent(PLAN);
    assertThat(output.resolve("Private/diary.txt")).hasBinaryContent(DIARY);

    CommandRun again = export(new Interrupts(), "--all-folders");
    assertThat(again.out()).contains("2 skipped");
  }

  @Test
  void onlyWhatWasChosenIsFetched() {
    CommandRun run = export(new Interrupts(), "--folder", "Private", "--max-size", "1K");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(output.resolve("Private/diary.txt")).exists();
    assertThat(output.resolve("Projects")).doesNotExist();
    assertThat(emulator.requests().portalCalls("Projects/2026/plan.pdf")).isZero();
  }

  @Test
  void followsChangesUntilItIsInterrupted() throws Exception {
    Interrupts interrupts = new Interrupts();
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () -> export(interrupts, "--all-folders", "--follow", "--flink-conf", OFTEN));
    awaitContent("Projects/2026/plan.pdf", PLAN, running);
    byte[] later = EmulatedPortal.bytes(7_000);
    emulator.add("Projects/2026/later.pdf", Content.of(later));
    awaitContent("Projects/2026/later.pdf", later, running);
    interrupts.fire();
    CommandRun run = running.get(60, TimeUnit.SECONDS);
    assertThat(run.exit()).as(run.err()).isEqualTo(130);
  }

  @Test
  void removesWhatIsDeletedAtThePortalIfAsked() throws Exception {
    Interrupts interrupts = new Interrupts();
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () ->
                export(interrupts, "--all-folders", "--follow", "--delete", "--flink-conf", OFTEN));
    awaitContent("Projects/2026/plan.pdf", PLAN, running);
    emulator.rename("Projects/2026/plan.pdf", "Projects/plan.pdf");
    awaitContent("Projects/plan.pdf", PLAN, running);
    emulator.delete("Private/diary.txt");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                running.isDone()
                    || Files.notExists(output.resolve("Private"))
                        && Files.notExists(output.resolve("Projects/2026")));
    assertThat(running).isNotDone();
    interrupts.fire();
    CommandRun run = running.get(60, TimeUnit.SECONDS);
    assertThat(run.exit()).as(run.err()).isEqualTo(130);
  }

  @Test
  void aMissingUserIsFoundBeforeFlinkStarts() throws IOException {
    credentials("# no password");
    CommandRun run = export(new Interrupts(), "--all-folders");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("DIRECTIO_PASSWORD");
    assertThat(output).doesNotExist();
  }

  @Test
  void choicesThatContradictEachOtherAreUsage() {
    for (List<String> choice :
        List.of(
            List.<String>of(),
            List.of("--all-folders", "--file-id", "1"),
            List.of("--all-folders", "--folder", "a"),
            List.of("--file-id", "1", "--follow"),
            List.of("--all-folders", "--delete"),
            List.of("--file-id", "1", "--min-size", "1"))) {
      CommandRun run = export(new Interrupts(), choice.toArray(String[]::new));
      assertThat(run.exit()).as(choice.toString()).isEqualTo(2);
      assertThat(run.errLines()).hasSize(2);
    }
  }

  private void awaitContent(String path, byte[] content, CompletableFuture<CommandRun> running) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> isThere(output.resolve(path), content) || running.isDone());
  }

  private static boolean isThere(Path file, byte[] content) throws IOException {
    return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content);
  }

  private void credentials(String password) throws IOException {
    Files.write(
        credentials,
        List.of(
            "DIRECTIO_ACCESS_KEY_ID=" + emulator.accessKeyId(),
            "DIRECTIO_SECRET_ACCESS_KEY=" + emulator.secretAccessKey(),
            "DIRECTIO_USER=" + emulator.notifications().user(),
            password));
    Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
  }

  private CommandRun export(Interrupts interrupts, String... options) {
    List<String> all = new ArrayList<>(List.of("export", "--portal"));
    all.add(emulator.portalUri().toString());
    all.addAll(List.of("--credentials-file", credentials.toString(), "--to", output.toString()));
    all.addAll(List.of(options));
    return CommandRun.of(Map.of(), interrupts, all.toArray(String[]::new));
  }
}
