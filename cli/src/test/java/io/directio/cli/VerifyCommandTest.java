// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.cli.progress.ProgressStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

  /** The digest of the text "123456789", as every description of CRC-32C has it. */
  private static final String DIGEST = "e3069283";

  @TempDir Path folder;
  private Path manifest;

  @BeforeEach
  void exportOfThreeFiles() throws IOException {
    manifest = folder.resolve("m.jsonl");
    Files.writeString(manifest, row(1, "a") + row(2, "b") + row(3, "c"));
    for (String name : new String[] {"a", "b", "c"}) {
      Files.writeString(folder.resolve(name), "123456789");
    }
  }

  @Test
  void anUntouchedExportIsWell() {
    CommandRun run = verify();
    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .isEqualTo("3 files (27 B) as in the manifest, 0 missing, 0 different, 0 not checked\n");
  }

  @Test
  void whatIsMissingOrDifferentIsListed() throws IOException {
    Files.delete(folder.resolve("a"));
    Files.writeString(folder.resolve("b"), "12345678X");
    CommandRun run = verify();
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.outLines())
        .hasSize(3)
        .anyMatch(line -> line.startsWith("missing    a (file 1): "))
        .anyMatch(line -> line.startsWith("different  b (file 2): CRC-32C "))
        .contains("1 file (9 B) as in the manifest, 1 missing, 1 different, 0 not checked");
    assertThat(run.err()).contains("  hint: delete the files that are different").hasLineCount(1);
  }

  @Test
  void endsWithoutAWordWhenNobodyReads() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Console console =
        new Console(
            gone,
            err,
            ProgressStyle.plain(),
            100,
            InstantSource.system(),
            Map.of(),
            new Interrupts());

    int exit =
        DirectIOCommandLine.run(
            console, "verify", "--json", "--in", folder.toString(), "--manifest", "" + manifest);

    Thread.interrupted();
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFileThatWasNotTransferredIsNotWell() throws IOException {
    Files.writeString(
        manifest,
        row(1, "a")
            + "{\"file_id\":2,\"path\":\"b\",\"size\":null,\"blocks\":0,\"crc32c\":null,"
            + "\"status\":\"failed\",\"error\":{\"code\":\"not-found\",\"message\":\"gone\"}}\n");
    CommandRun run = verify();
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).contains("unchecked  b (file 2)", "1 not checked");
    assertThat(run.err()).contains("  hint: export again");
  }

  @Test
  void jsonHasALineForEveryFileAndASummary() {
    CommandRun run = verify("--json");
    assertThat(run.outLines())
        .hasSize(4)
        .contains(
            "{\"type\":\"file\",\"file_id\":2,\"path\":\"b\",\"verdict\":\"ok\",\"detail\":\"\"}")
        .contains(
            "{\"type\":\"summary\",\"files_ok\":3,\"files_missing\":0,\"files_different\":0,"
                + "\"files_unchecked\":0,\"bytes\":27}");
  }

  @Test
  void aManifestThatBreaksOffIsWarnedAbout() throws IOException {
    Files.writeString(manifest, row(1, "a") + "{\"file_id\":2,\"pa");
    CommandRun run = verify();
    assertThat(run.exit()).isZero();
    assertThat(run.err()).startsWith("directio: warning: ").contains("half a row");
  }

  @Test
  void namesCannotSteerTheTerminal() throws IOException {
    Files.writeString(manifest, row(1, "evil\\u001b[2J\\nname"));
    assertThat(verify().out()).contains("missing    evil?[2J name (file 1)");
  }

  @Test
  void withoutAManifestThereIsNothingToCompare() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    CommandRun run = CommandRun.of("verify", "--in", empty.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("holds no manifest").hasLineCount(1);
    assertThat(CommandRun.of("verify", "--in", folder + "/missing").exit()).isEqualTo(1);
    CommandRun missing = verify(folder.resolve("missing.jsonl"));
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("missing.jsonl': no such file");
    assertThat(CommandRun.of("verify").exit()).isEqualTo(2);
  }

  @Test
  void whatIsNoManifestIsNamedWithItsLine() throws IOException {
    Files.writeString(manifest, row(1, "a") + "hello\n" + row(2, "b"));
    CommandRun run = verify();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("m.jsonl", "line 2");
  }

  private CommandRun verify(String... options) {
    String[] arguments = {"verify", "--in", folder.toString(), "--manifest", manifest.toString()};
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    return CommandRun.of(all);
  }

  private CommandRun verify(Path other) {
    return CommandRun.of("verify", "--in", folder.toString(), "--manifest", other.toString());
  }

  private static String row(long id, String path) {
    return "{\"file_id\":"
        + id
        + ",\"path\":\""
        + path
        + "\",\"size\":9,\"blocks\":1,\"crc32c\":\""
        + DIGEST
        + "\",\"status\":\"ok\",\"error\":null}\n";
  }
}
