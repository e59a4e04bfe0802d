// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.cli.progress.ProgressStyle;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.emulator.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
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

class DownloadCommandTest {

  private static final int BLOCK = 10_000;
  private static final byte[] CONTENT = EmulatedPortal.bytes(25 * BLOCK + 77);

  @TempDir Path folder;
  private EmulatedPortal portal;
  private Path output;

  @BeforeEach
  void start() throws IOException {
    portal =
        EmulatedPortal.start(
            folder,
            Emulator.builder()
                .file("a", CONTENT)
                .file("empty", new byte[0])
                .blockSize(BlockSize.fixed(BLOCK)));
    output = Files.createDirectory(folder.resolve("out")).resolve("a b.bin");
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void aFileIsWrittenUnderItsName() throws IOException {
    CommandRun run = download("a");
    assertThat(run.exit()).isZero();
    assertThat(output).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("a b.bin");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("File ").contains("250.1 kB").hasLineCount(1);
  }

  @Test
  void standardOutputGetsTheBytesInOrderAndNothingElse() {
    CommandRun run = portal.run("download", portal.id("a"), "--output", "-");
    assertThat(run.exit()).isZero();
    assertThat(run.data()).isEqualTo(CONTENT);
  }

  @Test
  void rangesAreInclusiveAndTheirEndIsOptional() throws IOException {
    assertThat(toOutput("--range", "9999-10001")).isEqualTo(part(9_999, 10_002));
    assertThat(toOutput("--range", "250000-")).isEqualTo(part(250_000, CONTENT.length));
    assertThat(toOutput("--range", "0-0")).isEqualTo(part(0, 1));
    assertThat(toOutput("--range", "250070-999999999")).isEqualTo(part(250_070, CONTENT.length));
    assertThat(download("a", "--range", "5-14").exit()).isZero();
    assertThat(output).hasBinaryContent(part(5, 15));
  }

  @Test
  void blocksComeOneAfterTheOtherAsGiven() {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    expected.writeBytes(part(25 * BLOCK, CONTENT.length));
    expected.writeBytes(part(0, BLOCK));
    expected.writeBytes(part(2 * BLOCK, 4 * BLOCK));
    assertThat(toOutput("--blocks", "26,1,3-4")).isEqualTo(expected.toByteArray());
  }

  @Test
  void whatBrokeOffSaysWhere() {
    portal.emulator().faults().storage().forBlock("a", 20).noSuchKey();
    assertThat(download("a", "--workers", "1").err())
        .contains("The stream of file " + portal.id("a") + " broke off at offset 190000: ");
    assertThat(download("a", "--range", "195000-").err()).doesNotContain("broke off");
  }

  @Test
  void anEmptyFileIsAFile() throws IOException {
    assertThat(download("empty").exit()).isZero();
    assertThat(output).isEmptyFile();
    assertThat(portal.run("download", portal.id("empty"), "-o", "-").data()).isEmpty();

    Files.delete(output);
    assertThat(download("empty", "--range", "0-").exit()).isZero();
    assertThat(output).isEmptyFile();
  }

  @Test
  void anEmptyFileHasNoFirstByte() throws IOException {
    CommandRun run = download("empty", "--range", "0-0");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("0 bytes", "past its end");
    assertThat(names()).isEmpty();
  }

  @Test
  void aBrokenDownloadIsInvisibleAndGoesOnWhereItWas() throws IOException {
    Fault gone = portal.emulator().faults().storage().forBlock("a", 20).noSuchKey();
    CommandRun broken = download("a", "--workers", "1");
    assertThat(broken.exit()).isEqualTo(5);
    assertThat(output).doesNotExist();
    assertThat(names()).allMatch(name -> name.startsWith(".a b.bin."));

    gone.lift();
    portal.emulator().requests().reset();
    CommandRun resumed = download("a");
    assertThat(resumed.exit()).isZero();
    assertThat(resumed.err()).contains("Resuming at 190.0 kB of 250.1 kB");
    assertThat(output).hasBinaryContent(CONTENT);
    assertThat(names()).containsExactly("a b.bin");
    assertThat(portal.emulator().requests().gets("a")).isEqualTo(7);
  }

  @Test
  void aFileThatChangedMeanwhileStartsAnew() throws IOException {
    Fault gone = portal.emulator().faults().storage().forBlock("a", 20).noSuchKey();
    download("a", "--workers", "1");
    gone.lift();
    byte[] other = EmulatedPortal.bytes(25 * BLOCK + 1);
    portal.emulator().replace("a", io.directio.emulator.Content.of(other));

    assertThat(download("a").exit()).isZero();
    assertThat(output).hasBinaryContent(other);
  }

  @Test
  void interruptedItEndsSoonAndGoesOnLater() throws Exception {
    portal.emulator().faults().storage().forBlock("a", 15).stall();
    Interrupts interrupts = new Interrupts();
    CompletableFuture<CommandRun> running =
        CompletableFuture.supplyAsync(
            () ->
                portal.run(
                    interrupts,
                    "download",
                    portal.id("a"),
                    "-o",
                    output.toString(),
                    "--workers",
                    "2"));
    Awaitility.await().until(() -> portal.emulator().requests().gets("a", 15) > 0);
    interrupts.fire();
    CommandRun run = running.get(1, TimeUnit.MINUTES);
    assertThat(run.exit()).isEqualTo(130);
    assertThat(run.errorLines())
        .containsExactly("directio: interrupted", "  hint: the same command goes on from here");
    assertThat(output).doesNotExist();

    portal.emulator().faults().clear();
    CommandRun resumed = download("a");
    assertThat(resumed.err()).contains("Resuming at ");
    assertThat(output).hasBinaryContent(CONTENT);
  }

  @Test
  void aReaderThatGoesAwayIsNoReasonToComplain() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    Console console =
        new Console(
            closed,
            err,
            ProgressStyle.plain(),
            80,
            InstantSource.system(),
            Map.of(),
            new Interrupts());
    int exit =
        DirectIOCommandLine.run(
            console,
            "download",
            portal.id("a"),
            "-o",
            "-",
            "--portal",
            portal.emulator().portalUri().toString(),
            "--credentials-file",
            portal.credentials().toString());
    assertThat(exit).isEqualTo(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFullOutputIsComplainedAbout() {
    IOException full = new IOException("No space left on device");
    assertThat(OutputClosedException.orElse(full)).isSameAs(full);
  }

  @Test
  void aFifoGetsTheBytesInOrderAndStaysAFifo() throws Exception {
    Path fifo = output.resolveSibling("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(() -> bytesOf(fifo));
    CommandRun run = portal.run("download", portal.id("a"), "-o", fifo.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readAttributes(fifo, BasicFileAttributes.class).isOther()).isTrue();
    assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo(CONTENT);
    assertThat(names()).containsExactly("fifo");
  }

  @Test
  void aLinkStaysALinkAndItsTargetIsWritten() throws IOException {
    Path target = Files.createDirectory(folder.resolve("elsewhere")).resolve("target");
    Files.createSymbolicLink(output, Path.of("../elsewhere/target"));
    assertThat(download("a").exit()).isZero();
    assertThat(output).isSymbolicLink();
    assertThat(target).hasBinaryContent(CONTENT).isRegularFile();
    assertThat(download("empty").exit()).isZero();
    assertThat(target).isEmptyFile();
    assertThat(names()).containsExactly("a b.bin");
  }

  @Test
  void linksThatLeadInACircleAreRefused() throws IOException {
    Files.createSymbolicLink(output, output.getFileName());
    CommandRun run = download("a");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("a b.bin", "symbolic links have no end");
  }

  @Test
  void jsonEndsWithASummary() {
    CommandRun run = download("a", "--json");
    assertThat(run.outLines())
        .last()
        .asString()
        .contains("\"type\":\"summary\"", "\"bytes\":250077", "\"bytes_resumed\":0");
    assertThat(run.err()).isEmpty();
    CommandRun piped = portal.run("download", portal.id("a"), "-o", "-", "--json");
    assertThat(piped.data()).isEqualTo(CONTENT);
    assertThat(piped.errLines()).last().asString().startsWith("{\"type\":\"summary\"");
  }

  @Test
  void whatTheFileDoesNotHaveIsAFailureThatSaysSo() throws IOException {
    CommandRun pastTheEnd = download("a", "--range", "250077-");
    assertThat(pastTheEnd.exit()).isEqualTo(1);
    assertThat(pastTheEnd.err()).contains("250077 bytes", "past its end");
    CommandRun noBlock = download("a", "--blocks", "27");
    assertThat(noBlock.exit()).isEqualTo(1);
    assertThat(noBlock.err()).contains("no block 27", "1 to 26");
    assertThat(names()).isEmpty();
  }

  @Test
  void aWrongSecretIsFour() throws IOException {
    EmulatedPortal.credentials(
        portal.credentials(), portal.emulator().accessKeyId(), "Y2FuYXJ5LXNlY3JldA==");
    CommandRun run = download("a", "--verbose");
    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).contains("wrong secret key?").doesNotContain("Y2FuYXJ5");
    assertThat(names()).isEmpty();
  }

  @Test
  void aStorageThatIsDownIsFive() {
    portal.emulator().stopStorage();
    CommandRun run = download("a");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err()).doesNotContain("X-Amz");
  }

  @Test
  void aHostThatIsNotAllowedIsAFailureWithItsOption() {
    CommandRun run = download("a", "--allow-host", "s3.example.com");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("127.0.0.1", "--allow-host").doesNotContain("broke off");
    assertThat(portal.emulator().requests().gets()).isZero();
  }

  @Test
  void aFolderThatIsMissingIsNamed() {
    CommandRun run = portal.run("download", portal.id("a"), "-o", folder + "/no/such/file");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.errLines())
        .containsExactly(
            "directio: there is no folder '" + folder + "/no/such' for --output",
            "  hint: make it first, or name another");
    assertThat(portal.emulator().requests().portalCalls()).isZero();
    CommandRun directory = portal.run("download", portal.id("a"), "-o", folder.toString());
    assertThat(directory.exit()).isEqualTo(1);
    assertThat(directory.err()).contains("is a directory");
  }

  @Test
  void optionsThatMakeNoSenseAreTwo() {
    for (List<String> options :
        List.of(
            List.of("--range", "9-5"),
            List.of("--blocks", "0"),
            List.of("--range", "0-1", "--blocks", "1"),
            List.of("--workers", "0"))) {
      CommandRun run = download("a", options.toArray(String[]::new));
      assertThat(run.exit()).as(options.toString()).isEqualTo(2);
    }
    assertThat(portal.run("download", portal.id("a")).exit()).isEqualTo(2);
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }

  @Test
  void nothingSecretIsSaidHoweverItFails() {
    portal.emulator().faults().storage().times(3).respond(500);
    portal.emulator().faults().storage().forBlock("a", 9).htmlPage();
    CommandRun run = download("a", "--verbose");
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.err())
        .contains("\tat ")
        .doesNotContain(
            portal.emulator().accessKeyId(),
            portal.emulator().secretAccessKey(),
            "X-Amz-Signature");
  }

  private CommandRun download(String path, String... options) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("download", portal.id(path), "--output", output.toString()));
    arguments.addAll(List.of(options));
    return portal.run(arguments.toArray(String[]::new));
  }

  private byte[] toOutput(String... options) {
    List<String> arguments =
        new java.util.ArrayList<>(List.of("download", portal.id("a"), "--output", "-"));
    arguments.addAll(List.of(options));
    return portal.run(arguments.toArray(String[]::new)).data();
  }

  private static byte[] bytesOf(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] part(int from, int to) {
    return Arrays.copyOfRange(CONTENT, from, to);
  }

  private List<String> names() throws IOException {
    try (var paths = Files.list(output.getParent())) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
