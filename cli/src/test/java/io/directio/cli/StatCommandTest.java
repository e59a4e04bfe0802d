// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatCommandTest {

  @TempDir Path folder;
  private EmulatedPortal portal;

  @BeforeEach
  void start() throws IOException {
    portal =
        EmulatedPortal.start(
            folder,
            Emulator.builder()
                .file("a", EmulatedPortal.bytes(2500))
                .file("empty", new byte[0])
                .blockSize(BlockSize.fixed(1000)));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void tellsSizeBlocksCompressionAndEncryption() {
    CommandRun run = portal.run("stat", portal.id("a"), portal.id("empty"));
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.outLines()).hasSize(3);
    assertThat(run.outLines().get(0).trim().split(" {2,}"))
        .containsExactly("FILE ID", "SIZE", "BLOCKS", "COMPRESSION", "ENCRYPTED");
    assertThat(run.outLines().get(1).trim().split(" +"))
        .containsExactly(portal.id("a"), "2,500", "3", "snappy", "yes");
    assertThat(run.outLines().get(2).trim().split(" +")).startsWith(portal.id("empty"), "0", "0");
  }

  @Test
  void jsonIsAnObjectPerFile() {
    CommandRun run = portal.run("stat", portal.id("a"), "--json");
    assertThat(run.outLines())
        .containsExactly(
            "{\"file_id\":"
                + portal.id("a")
                + ",\"size\":2500,\"blocks\":3,\"compression\":\"snappy\",\"encrypted\":true,"
                + "\"error\":null}");
  }

  @Test
  void anUnknownFileAmongOthersIsReportedAndTheRestShown() {
    CommandRun run = portal.run("stat", "7", portal.id("a"), "--json");
    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.outLines()).hasSize(2);
    assertThat(run.outLines().get(0))
        .startsWith("{\"file_id\":7,\"error\":{\"code\":\"not-found\"");
    assertThat(run.err()).startsWith("directio: File 7: ");
  }

  @Test
  void anUnknownFileAloneIsAFailure() {
    CommandRun run = portal.run("stat", "7");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errLines()).hasSize(2);
  }

  @Test
  void refusedCredentialsAreFour() throws IOException {
    EmulatedPortal.credentials(portal.credentials(), "canary-id", "Y2FuYXJ5LXNlY3JldA==");
    CommandRun run = portal.run("stat", portal.id("a"), "7", "--verbose");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).doesNotContain("canary-id", "Y2FuYXJ5");
  }

  @Test
  void missingCredentialsAreFourAndSayWhatToSet() {
    CommandRun run =
        CommandRun.of(
            "stat",
            "1",
            "--portal",
            portal.emulator().portalUri().toString(),
            "--credentials-file",
            "/no/such/file");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("/no/such/file does not exist", "hint: --help tells");
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }

  @Test
  void aPortalThatIsDownIsFive() {
    portal.emulator().stopPortal();
    CommandRun run = portal.run("stat", portal.id("a"));
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.errLines()).hasSize(2);
    assertThat(portal.run("stat", "1", "2").exit()).isEqualTo(5);
  }

  @Test
  void aLoginPageIsFive() {
    portal.emulator().faults().portal().loginPage();
    assertThat(portal.run("stat", portal.id("a")).exit()).isEqualTo(5);
  }

  @Test
  void thePortalMayComeFromTheEnvironment() {
    CommandRun run =
        CommandRun.of(
            Map.of("DIRECTIO_PORTAL", portal.emulator().portalUri().toString()),
            new Interrupts(),
            "stat",
            portal.id("a"),
            "--credentials-file",
            portal.credentials().toString());
    assertThat(run.exit()).isZero();
  }

  @Test
  void usageErrorsAreTwoAndAskNobody() {
    String id = portal.id("a");
    assertThat(CommandRun.of("stat", id).err()).contains("which portal?", "DIRECTIO_PORTAL");
    for (String[] arguments :
        new String[][] {
          {"stat", id},
          {"stat"},
          {"stat", "x", "--portal", "https://portal.example.com"},
          {"stat", id, "--portal", "http://portal.example.com"},
          {"stat", id, "--portal", "portal.example.com"},
          {"stat", id, "--portal", "https://user:canary@portal.example.com"},
          {"stat", id, "--portal", "https://portal.example.com/?token=canary"},
          {"stat", id, "--portal", "https://portal.example.com", "--client-cert", "x"},
          {"stat", id, "--portal", "https://portal.example.com", "--allow-host", "a/b"},
        }) {
      CommandRun run = CommandRun.of(arguments);
      assertThat(run.exit()).as(String.join(" ", arguments)).isEqualTo(2);
      assertThat(run.errLines()).hasSize(2);
      assertThat(run.err()).doesNotContain("canary");
    }
  }

  @Test
  void whatIsNotSafeIsSaid() throws IOException {
    Files.setPosixFilePermissions(
        portal.credentials(), PosixFilePermissions.fromString("rw-r--r--"));
    CommandRun run =
        portal.run(
            "stat", portal.id("a"), "--insecure-portal", "--insecure-storage", "--allow-http");
    assertThat(run.exit()).isZero();
    assertThat(run.errLines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("directio: warning: "))
        .anyMatch(line -> line.contains("portal's certificate"))
        .anyMatch(line -> line.contains("storage's certificate"))
        .anyMatch(line -> line.contains("plain http"))
        .anyMatch(line -> line.contains("chmod 600"));
  }
}
