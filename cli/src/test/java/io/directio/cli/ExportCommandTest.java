// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

  private static final int BLOCK = 50_000;

  @TempDir Path folder;
  private EmulatedPortal portal;
  private Path output;

  @BeforeEach
  void start() throws IOException {
    portal =
        EmulatedPortal.start(
            folder,
            Emulator.builder()
                .file("small", EmulatedPortal.bytes(1234))
                .file("large", EmulatedPortal.bytes(40 * BLOCK + 7))
                .file("empty", new byte[0])
                .blockSize(BlockSize.fixed(BLOCK)));
    output = folder.resolve("an export");
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void exportsSkipsWhatIsThereAndReportsBoth() throws IOException {
    Path report = folder.resolve("report.jsonl");
    CommandRun first = export(List.of("--report", report.toString()), allIds());
    assertThat(first.exit()).as(first.err()).isZero();
    for (EmulatedFile file : portal.emulator().files()) {
      assertThat(output.resolve(Long.toString(file.id())))
          .hasBinaryContent(file.content().open().readAllBytes());
    }
    assertThat(visible()).hasSize(3);
    assertThat(first.out())
        .contains("Exported   3 files, 2.0 MB in ", "0 failed, 0 retries", "Manifest   ");
    assertThat(Files.readAllLines(report))
        .hasSize(3)
        .first()
        .asString()
        .startsWith(
            "{\"file_id\":"
                + portal.id("small")
                + ",\"path\":\""
                + portal.id("small")
                + "\",\"size\":1234,\"blocks\":1,\"crc32c\":\"")
        .endsWith("\",\"status\":\"ok\",\"error\":null}");

    portal.emulator().requests().reset();
    CommandRun second = export(List.of("--json", "--report", report.toString()), allIds());
    assertThat(second.exit()).isZero();
    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(second.outLines().get(second.outLines().size() - 1))
        .startsWith("{\"type\":\"summary\",\"files_ok\":0,\"files_skipped\":3,\"files_failed\":0,")
        .contains("\"bytes\":0", "\"errors\":{}", "\"manifest\":\"");
    assertThat(second.outLines()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(Files.readAllLines(report)).allMatch(line -> line.contains("\"skipped\""));

    CommandRun verified = CommandRun.of("verify", "--in", output.toString());
    assertThat(verified.exit()).isZero();
    assertThat(verified.out())
        .isEqualTo("3 files (2.0 MB) as in the manifest, 0 missing, 0 different, 0 not checked\n");
  }

  @Test
  void aReportThatCouldNotBeWrittenIsRefusedBeforeAnythingIsTransferred() throws IOException {
    for (Path report : List.of(folder.resolve("missing/report.jsonl"), folder)) {
      CommandRun run = export(List.of("--report", report.toString()), allIds());
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.errorLines().get(0)).contains("--report", report.toString());
    }
    assertThat(portal.emulator().requests().gets()).isZero();
  }

  @Test
  void aReportWhoseFolderTakesNoFileIsRefusedBeforeAnythingIsTransferred() throws IOException {
    Path report = folder.resolve("x".repeat(300));
    CommandRun run = export(List.of("--report", report.toString()), allIds());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errorLines().get(0)).contains("xxx.directio-draft'");
    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(output).doesNotExist();
  }

  @Test
  void aReportThatFailsAtTheEndComesAfterTheSummary() throws Exception {
    Path reports = Files.createDirectory(folder.resolve("reports"));
    CountDownLatch moved = new CountDownLatch(1);
    portal
        .emulator()
        .faults()
        .storage()
        .forBlock("large", 30)
        .editBody(
            body -> {
              await(moved);
              return body;
            });
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () ->
                export(
                    List.of("--report", reports + "/r"), List.of("--file-id", portal.id("large"))));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> portal.emulator().requests().gets("large", 30) > 0 || running.isDone());
    Files.move(reports, folder.resolve("moved away"));
    moved.countDown();
    CommandRun run = running.get(60, TimeUnit.SECONDS);
    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).contains("Exported   1 file", "Manifest   ");
    assertThat(run.err()).contains("reports");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whatWasNotExportedIsKeptUnlessToldOtherwise() throws IOException {
    Path mine = Files.createDirectory(output).resolve(portal.id("small"));
    Files.writeString(mine, "my own");
    CommandRun run = export(List.of(), allIds());
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).contains("Exported   2 files", "path-collision: ", "--overwrite");
    assertThat(mine).hasContent("my own");

    assertThat(export(List.of("--overwrite"), allIds()).exit()).isZero();
    assertThat(mine).hasBinaryContent(EmulatedPortal.bytes(1234));
  }

  @Test
  void aFileThatFailsDoesNotKeepTheOthersFromComing() throws IOException {
    Path ids = folder.resolve("ids of files.txt");
    Files.writeString(ids, "# some\n7\n\n" + portal.id("large") + "\n" + portal.id("small"));
    CommandRun run = export(List.of("--engine-parallelism", "1"), List.of("--ids-file", "" + ids));
    assertThat(run.exit()).isEqualTo(3);
    assertThat(visible()).containsExactlyInAnyOrder(portal.id("large"), portal.id("small"));
    assertThat(run.out())
        .contains("Exported   2 files", "1 failed", "not-found: File 7: ")
        .doesNotContain("went on");

    Path manifest = manifest();
    CommandRun again = export(List.of("--json"), List.of("--ids-file", "" + ids));
    assertThat(again.outLines())
        .filteredOn(line -> line.startsWith("{\"type\":\"failed\""))
        .singleElement()
        .asString()
        .startsWith(
            "{\"type\":\"failed\",\"file_id\":7,\"path\":\"7\",\"error\":{\"code\":\"not-found\",");
    assertThat(again.outLines()).last().asString().contains("\"files_failed\":1");

    CommandRun verified =
        CommandRun.of("verify", "--in", output.toString(), "--manifest", manifest.toString());
    assertThat(verified.exit()).isEqualTo(3);
    assertThat(verified.out()).contains("unchecked  7 (file 7): it was not transferred");
  }

  @Test
  void failFastStopsAtTheFirstFailure() throws IOException {
    CommandRun run = export(List.of("--fail-fast"), List.of("--file-id", "7"));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errorLines()).hasSize(2);
    assertThat(run.errorLines().get(0)).startsWith("directio: File 7: ");
    assertThat(run.errorLines().get(1)).startsWith("  hint: check the id");
    assertThat(visible()).isEmpty();
  }

  @Test
  void aWrongSecretStopsEverythingWithFour() throws IOException {
    EmulatedPortal.credentials(
        portal.credentials(), portal.emulator().accessKeyId(), "Y2FuYXJ5LXNlY3JldA==");
    CommandRun run = export(List.of(), allIds());
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("wrong secret key?").doesNotContain("Y2FuYXJ5");
    assertThat(run.errorLines()).hasSize(2);
  }

  @Test
  void refusedCredentialsStopEverythingWithFour() throws IOException {
    EmulatedPortal.credentials(portal.credentials(), "canary", "Y2FuYXJ5LXNlY3JldA==");
    CommandRun run = export(List.of(), allIds());
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.errorLines()).hasSize(2);
    assertThat(run.err()).doesNotContain("canary", "Y2FuYXJ5");
  }

  @Test
  void aPortalThatIsDownIsFive() {
    portal.emulator().stopPortal();
    CommandRun run = export(List.of(), List.of("--file-id", portal.id("small")));
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).contains("portal-connection: ");
  }

  @Test
  void interruptedItLeavesNothingPartialInSightAndGoesOnLater() throws Exception {
    portal.emulator().faults().storage().forBlock("large", 30).stall();
    Interrupts interrupts = new Interrupts();
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () ->
                export(
                    interrupts,
                    List.of("--flink-conf", "execution.checkpointing.interval=100ms"),
                    List.of("--file-id", portal.id("large"))));
    // A checkpoint has made sure of some of it.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> running.isDone() || dryRun().contains("there from an interrupted export"));
    interrupts.fire();
    CommandRun run = running.get(60, TimeUnit.SECONDS);
    assertThat(run.exit()).as(run.err()).isEqualTo(130);
    assertThat(run.errorLines())
        .containsExactly("directio: interrupted", "  hint: the same command goes on from here");
    assertThat(visible()).isEmpty();

    portal.emulator().faults().clear();
    CommandRun next = export(List.of(), allIds());
    assertThat(next.exit()).isZero();
    assertThat(next.out())
        .containsPattern("went on from an interrupted export, which had .* of them already");
    assertThat(visible()).hasSize(3);
  }

  private String dryRun() {
    return export(List.of("--dry-run"), List.of("--file-id", portal.id("large"))).out();
  }

  @Test
  void settingsReachFlink() {
    CommandRun run =
        export(
            List.of("--flink-conf", "execution.checkpointing.interval=nonsense"),
            List.of("--file-id", portal.id("small")));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("execution.checkpointing.interval");
    assertThat(run.errorLines()).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("a file"), "");
    output = file;
    CommandRun run = export(List.of(), List.of("--file-id", portal.id("small")));
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(file + "': not a directory");
    assertThat(file).isEmptyFile();
  }

  @Test
  void optionsThatMakeNoSenseAreTwo() {
    String id = portal.id("small");
    for (List<String> options :
        List.of(
            List.<String>of(),
            List.of("--file-id", "x"),
            List.of("--file-id", id, "--ids-file", "x"),
            List.of("--file-id", id, "--engine-parallelism", "0"),
            List.of("--file-id", id, "--flink-conf", "no-value"))) {
      CommandRun run = export(List.of(), options);
      assertThat(run.exit()).as(options + run.err()).isEqualTo(2);
      assertThat(run.errorLines()).hasSize(2);
    }
    assertThat(portal.run("export", "--file-id", id).exit()).isEqualTo(2);
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }

  @Test
  void anIdsFileThatIsMissingOrNoneIsNamed() throws IOException {
    CommandRun missing = export(List.of(), List.of("--ids-file", folder + "/missing"));
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("/missing': no such file");

    Path ids = Files.writeString(folder.resolve("ids"), "1\nabc\n");
    CommandRun none = export(List.of(), List.of("--ids-file", ids.toString()));
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.errLines())
        .hasSize(2)
        .satisfies(lines -> assertThat(lines.get(0)).contains("Line 2", ids.toString(), "abc"))
        .satisfies(lines -> assertThat(lines.get(1)).contains("one id on each line"));

    CommandRun directory = export(List.of(), List.of("--ids-file", folder.toString()));
    assertThat(directory.exit()).isEqualTo(2);
    assertThat(directory.err()).contains(folder.toString(), "no regular file");
  }

  @Test
  void anIdMayHaveACommentBehindIt() throws IOException {
    Path ids = Files.writeString(folder.resolve("ids"), portal.id("small") + "  # the small one\n");
    assertThat(export(List.of(), List.of("--ids-file", ids.toString())).exit()).isZero();
    assertThat(visible()).containsExactly(portal.id("small"));
  }

  @Test
  void anIdsFileOfCommentsOnlyIsWarnedAbout() throws IOException {
    Path ids = Files.writeString(folder.resolve("ids"), "# 7\n\n");
    CommandRun run = export(List.of(), List.of("--ids-file", ids.toString()));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("warning: there are no ids in '" + ids);
  }

  private List<String> allIds() {
    List<String> options = new ArrayList<>();
    for (EmulatedFile file : portal.emulator().files()) {
      options.addAll(List.of("--file-id", Long.toString(file.id())));
    }
    return options;
  }

  private CommandRun export(List<String> options, List<String> files) {
    return export(new Interrupts(), options, files);
  }

  private CommandRun export(Interrupts interrupts, List<String> options, List<String> files) {
    List<String> arguments = new ArrayList<>(List.of("export", "--to", output.toString()));
    arguments.addAll(files);
    arguments.addAll(options);
    return portal.run(interrupts, arguments.toArray(String[]::new));
  }

  private List<String> visible() throws IOException {
    try (var paths = Files.list(output)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private Path manifest() throws IOException {
    try (var paths = Files.list(io.directio.cli.export.ManifestFolder.of(output))) {
      return paths.findFirst().orElseThrow();
    }
  }
}
