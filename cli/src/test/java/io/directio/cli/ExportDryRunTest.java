// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an export would do, told without doing it. */
class ExportDryRunTest {

  @TempDir Path folder;

  private EmulatedPortal portal(EmulatorBuilder builder) throws IOException {
    return EmulatedPortal.start(
        folder,
        builder
            .file("small", EmulatedPortal.bytes(1234))
            .file("large", EmulatedPortal.bytes(2_000_007))
            .file("empty", new byte[0])
            .blockSize(BlockSize.fixed(500_000)));
  }

  private static List<String> ids(EmulatedPortal portal) {
    List<String> ids = new ArrayList<>();
    for (EmulatedFile file : portal.emulator().files()) {
      ids.addAll(List.of("--file-id", Long.toString(file.id())));
    }
    return ids;
  }

  private static CommandRun dryRun(EmulatedPortal portal, Path to, String... options) {
    List<String> all = new ArrayList<>(List.of("export", "--dry-run", "--to", to.toString()));
    all.addAll(ids(portal));
    all.addAll(List.of(options));
    return portal.run(all.toArray(String[]::new));
  }

  /** The last line: the summary for machines. */
  private static String last(CommandRun run) {
    List<String> lines = run.outLines();
    return lines.get(lines.size() - 1);
  }

  @Test
  void tellsWhatWouldMoveAndWritesNothing() throws IOException {
    try (EmulatedPortal portal = portal(Emulator.builder())) {
      Path to = folder.resolve("not/there/yet");

      CommandRun run = dryRun(portal, to, "--assume-rate", "100KB/s");

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out())
          .contains(
              "Would export  3 files, 2.0 MB in 6 blocks",
              "0 skipped (there already, 0 B), 0 failed",
              "Requests      3 to the portal, 6 to the storage",
              "Time          about 0:20",
              "2.0 MB at 100.0 kB/s (assumed: --assume-rate), 3 portal calls in ",
              "Nothing was written.");
      assertThat(folder.resolve("not")).doesNotExist();
      assertThat(portal.emulator().requests().gets()).isZero();
      assertThat(portal.emulator().requests().portalCalls()).isEqualTo(3);
    }
  }

  @Test
  void countsWhatIsThereAlreadyAsSkippedAndLeavesItAlone() throws IOException {
    try (EmulatedPortal portal = portal(Emulator.builder())) {
      Path to = folder.resolve("out");
      CommandRun export =
          portal.run("export", "--to", to.toString(), "--file-id", portal.id("large"));
      assertThat(export.exit()).as(export.err()).isZero();
      List<String> before = tree(to);

      CommandRun run = dryRun(portal, to, "--json", "--max-transfer-rate", "1234");

      assertThat(run.exit()).isZero();
      String summary = last(run);
      assertThat(summary).startsWith("{\"type\":\"dry-run\",");
      assertThat(summary).contains("\"files\":2,");
      assertThat(summary).contains("\"files_skipped\":1,");
      assertThat(summary).contains("\"bytes_skipped\":2000007,");
      assertThat(summary).contains("\"bytes\":1234,");
      assertThat(summary).contains("\"blocks\":1,");
      assertThat(summary).contains("\"storage_requests\":1,");
      assertThat(summary).contains("\"assumed_bytes_per_second\":1234,");
      assertThat(summary).containsPattern("\"estimated_seconds\":[1-9]");
      assertThat(tree(to)).isEqualTo(before);
    }
  }

  @Test
  void aFileThatHasChangedWouldMoveAgain() throws IOException {
    try (EmulatedPortal portal = portal(Emulator.builder())) {
      Path to = folder.resolve("out");
      portal.run("export", "--to", to.toString(), "--file-id", portal.id("small"));
      portal.emulator().replace("small", Content.of(EmulatedPortal.bytes(1235)));

      String summary = last(dryRun(portal, to, "--json"));

      assertThat(summary).contains("\"files\":3,");
      assertThat(summary).contains("\"files_skipped\":0,");
    }
  }

  @Test
  void reportsFilesThatCannotBeListed() throws IOException {
    try (EmulatedPortal portal = portal(Emulator.builder())) {
      Path ids = folder.resolve("ids.txt");
      Files.writeString(ids, portal.id("small") + "\n999 # gone\n");

      CommandRun run =
          portal.run("export", "--dry-run", "--ids-file", ids.toString(), "--to", "out");
      assertThat(run.exit()).isEqualTo(3);
      assertThat(run.out()).contains("not-found: File 999", "Would export  1 file, ", "1 failed");

      CommandRun json =
          portal.run("export", "--dry-run", "--json", "--ids-file", ids.toString(), "--to", "out");
      assertThat(json.exit()).isEqualTo(3);
      assertThat(json.outLines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "{\"type\":\"failed\",\"file_id\":999,\"path\":\"999\","
                          + "\"error\":{\"code\":\"not-found\","));
      assertThat(last(json)).endsWith("\"errors\":{\"not-found\":1}}");

      CommandRun fast =
          portal.run(
              "export", "--dry-run", "--fail-fast", "--ids-file", ids.toString(), "--to", "out");
      assertThat(fast.exit()).isEqualTo(1);
      assertThat(fast.errorLines().get(0)).contains("999");
      assertThat(Path.of("out")).doesNotExist();
    }
  }

  @Test
  void refusedCredentialsEndIt() throws IOException {
    try (EmulatedPortal portal = portal(Emulator.builder())) {
      portal.emulator().faults().portal().respond(401);

      CommandRun run = dryRun(portal, folder.resolve("out"));

      assertThat(run.exit()).isEqualTo(4);
    }
  }

  @Test
  void looksIntoABucketWithoutWriting() throws IOException {
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "s3-secret");
    try (EmulatedPortal portal = portal(Emulator.builder());
        S3Server server =
            S3Server.start(folder.resolve("s3"), "exports", "s3-key-id", "s3-secret")) {
      String[] options = {
        "--s3-endpoint", server.endpoint().toString(), "--s3-path-style", "--json"
      };
      List<String> export = new ArrayList<>(List.of("export", "--to", "s3://exports/p"));
      export.addAll(List.of(options));
      export.addAll(List.of("--file-id", portal.id("small")));
      assertThat(portal.run(export.toArray(String[]::new)).exit()).isZero();
      List<String> before = tree(folder.resolve("s3"));

      List<String> again = new ArrayList<>(export);
      again.addAll(List.of("--dry-run", "--file-id", portal.id("large")));
      String summary = last(portal.run(again.toArray(String[]::new)));

      assertThat(summary).contains("\"files\":1,");
      assertThat(summary).contains("\"files_skipped\":1,");
      assertThat(tree(folder.resolve("s3"))).isEqualTo(before);
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThat(usage("--dry-run", "--report", "r.jsonl")).contains("--report");
    assertThat(usage("--assume-rate", "1M")).contains("--dry-run");
    assertThat(usage("--dry-run", "--assume-rate", "50")).contains("50MB/s");
    assertThat(usage("--max-requests-per-second", "0")).contains("more than 0");
    assertThat(usage("--max-transfer-rate", "50")).contains("50MB/s");
    CommandRun follow =
        CommandRun.of(
            "export", "--all-folders", "--follow", "--dry-run", "--to", "out", "--portal", "x");
    assertThat(follow.exit()).isEqualTo(2);
    assertThat(follow.errorLines().get(0)).contains("--follow");
  }

  private String usage(String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("export", "--file-id", "1", "--to", "out", "--portal", "http://127.0.0.1:1"));
    all.addAll(List.of(options));
    CommandRun run =
        CommandRun.of(
            java.util.Map.of("DIRECTIO_ACCESS_KEY_ID", "k", "DIRECTIO_SECRET_ACCESS_KEY", "s"),
            new Interrupts(),
            all.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    return run.errorLines().get(0);
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> tree = new ArrayList<>();
      for (Path path : all.sorted().toList()) {
        tree.add(path + " " + Files.getLastModifiedTime(path));
      }
      return tree;
    }
  }
}
