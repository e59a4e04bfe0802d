// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.cli.progress.ProgressStyle;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class EmulatorCommandTest {

  @TempDir Path folder;

  @Test
  void whatItPrintsIsEnoughToDownload() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("in")).resolve("a.txt"), "hello");
    Path ids = folder.resolve("ids");
    try (Running emulator =
        new Running(
            "emulator",
            "--from",
            folder.resolve("in").toString(),
            "--ids-file",
            ids.toString(),
            "--codec",
            "none",
            "--unencrypted",
            "--azure-prefix",
            "--block-size",
            "2",
            "--url-ttl",
            "30s",
            "--latency",
            "1ms")) {
      String shown = emulator.await("Ctrl-C stops it.");
      Path credentials =
          EmulatedPortal.credentials(
              folder.resolve("credentials"),
              find(shown, "DIRECTIO_ACCESS_KEY_ID=(.*)"),
              find(shown, "DIRECTIO_SECRET_ACCESS_KEY=(.*)"));
      String portal = find(shown, "DIRECTIO_PORTAL=(.*)");
      String id = Files.readString(ids).trim();
      CommandRun run =
          CommandRun.of(
              "download",
              id,
              "--output",
              "-",
              "--portal",
              portal,
              "--credentials-file",
              credentials.toString());
      assertThat(run.out()).isEqualTo("hello");
      assertThat(
              CommandRun.of(
                      "stat",
                      id,
                      "--json",
                      "--portal",
                      portal,
                      "--credentials-file",
                      credentials.toString())
                  .out())
          .contains("\"blocks\":3", "\"compression\":\"none\"", "\"encrypted\":false");
      assertThat(emulator.stop()).isEqualTo(130);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      CommandRun run =
          CommandRun.of(
              "emulator",
              "--from",
              folder.toString(),
              "--portal-port",
              Integer.toString(taken.getLocalPort()));
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err())
          .contains("port " + taken.getLocalPort(), "hint: choose another port")
          .hasLineCount(2);
    }
  }

  @Test
  void aNumberThatIsNoPortIsRefused() {
    for (String option : new String[] {"--portal-port", "--storage-port"}) {
      CommandRun run = CommandRun.of("emulator", "--from", folder.toString(), option, "99999");
      assertThat(run.exit()).isEqualTo(2);
      assertThat(run.err()).contains(option + " 99999 is no port");
    }
  }

  @Test
  void aFolderIsNeeded() {
    CommandRun missing = CommandRun.of("emulator", "--from", folder + "/missing");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("/missing", "not a directory");
    assertThat(CommandRun.of("emulator").exit()).isEqualTo(2);
  }

  @Test
  void blockSizesAreFixedVariableOrWhole() {
    BlockSizeText text = new BlockSizeText();
    assertThat(text.convert("4M")).isEqualTo(BlockSize.fixed(4 << 20));
    assertThat(text.convert("4MiB")).isEqualTo(BlockSize.fixed(4 << 20));
    assertThat(text.convert("fixed:100")).isEqualTo(BlockSize.fixed(100));
    assertThat(text.convert("variable:512K")).isEqualTo(BlockSize.variable(512 << 10));
    assertThat(text.convert("whole")).isEqualTo(BlockSize.wholeObjects());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "4G", "1025M", "x", "whole:4"})
  void otherBlockSizesAreRefused(String text) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new BlockSizeText().convert(text))
        .isInstanceOf(TypeConversionException.class);
  }

  @Test
  void codecsHaveTheNamesOfTheHelp() {
    assertThat(new CodecText()).containsExactly("snappy", "snappy-raw", "gzip", "none", "mixed");
    assertThat(new CodecText().convert("snappy-raw")).isEqualTo(Codec.SNAPPY_RAW);
    assertThat(CommandRun.of("emulator", "--from", ".", "--codec", "zip").exit()).isEqualTo(2);
    assertThat(CommandRun.of("emulator", "--help").out()).contains("snappy-raw, gzip");
  }

  private static String find(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** A command that runs until it is interrupted. */
  private static final class Running implements AutoCloseable {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Interrupts interrupts = new Interrupts();
    private final CompletableFuture<Integer> exit;

    Running(String... arguments) {
      Console console =
          new Console(
              out, out, ProgressStyle.plain(), 80, InstantSource.system(), Map.of(), interrupts);
      exit = CompletableFuture.supplyAsync(() -> DirectIOCommandLine.run(console, arguments));
    }

    String await(String text) {
      Awaitility.await()
          .until(() -> out.toString(StandardCharsets.UTF_8).contains(text) || exit.isDone());
      return out.toString(StandardCharsets.UTF_8);
    }

    int stop() throws Exception {
      interrupts.fire();
      return exit.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      interrupts.fire();
      exit.join();
    }
  }
}
