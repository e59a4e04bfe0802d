// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.progress.Human;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the emulator until Ctrl-C. */
@Command(
    name = "emulator",
    sortOptions = false,
    description = {
      "Run a portal and an object storage on this machine, filled from a folder.",
      "",
      "Both are real servers with real signed URLs that expire, encrypted and compressed blocks;"
          + " made to try things out and to test, reachable only from this machine."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExample:%n  directio emulator --from ~/Documents --portal-port 8080",
      HelpText.EXIT_CODES
    })
final class EmulatorCommand implements Callable<Integer> {

  private static final int LISTED = 5;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR",
      description = "The folder whose files the portal has.")
  private Path from;

  @Option(
      names = "--portal-port",
      paramLabel = "N",
      description = "The portal's port; any free one by default.")
  private int portalPort;

  @Option(
      names = "--storage-port",
      paramLabel = "N",
      description = "The storage's port; any free one by default.")
  private int storagePort;

  @Option(
      names = "--block-size",
      paramLabel = "SIZE",
      converter = BlockSizeText.class,
      defaultValue = "variable:512K",
      description =
          "How files are cut: 4M for blocks of that size, variable:512K for blocks around a size,"
              + " whole for one block per file. Default: ${DEFAULT-VALUE}.")
  private BlockSize blockSize;

  @Option(
      names = "--codec",
      paramLabel = "CODEC",
      converter = CodecText.class,
      completionCandidates = CodecText.class,
      defaultValue = "snappy",
      description =
          "How blocks are compressed: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Codec codec;

  @Option(
      names = "--unencrypted",
      description = "Don't encrypt; with --codec none that is the native format.")
  private boolean unencrypted;

  @Option(
      names = "--azure-prefix",
      description = "Put the MD5 in front of objects that Azure Blob has been seen with.")
  private boolean azurePrefix;

  @Option(
      names = "--url-ttl",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "15m",
      description =
          "How long signed URLs are valid, such as 30s or 15m. Default: ${DEFAULT-VALUE}.")
  private Duration urlTtl;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "0ms",
      description = "Wait so long before each answer of the storage, such as 30ms.")
  private Duration latency;

  @Option(
      names = "--ids-file",
      paramLabel = "FILE",
      description = "Write the ids of the files there, for directio export --ids-file.")
  private Path idsFile;

  private final Console console;

  EmulatorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (urlTtl.toSeconds() < 1) {
      throw new UsageException("--url-ttl is too short", "give at least 1s");
    }
    checkPort("--portal-port", portalPort);
    checkPort("--storage-port", storagePort);
    if (!Files.isDirectory(from)) {
      throw new NotDirectoryException(from.toString());
    }
    CountDownLatch stop = new CountDownLatch(1);
    return console.interrupts().during(stop::countDown, () -> serve(stop));
  }

  private static void checkPort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new UsageException(
          option + " " + port + " is no port",
          "a port lies between 1 and 65535; 0 takes a free one");
    }
  }

  private int serve(CountDownLatch stop) throws IOException, InterruptedException {
    try (ClosingEmulator running = new ClosingEmulator(start(), console)) {
      Emulator emulator = running.emulator();
      if (idsFile != null) {
        Files.write(
            idsFile, emulator.files().stream().map(file -> Long.toString(file.id())).toList());
      }
      introduce(emulator);
      stop.await();
    }
    return ExitCode.INTERRUPTED.number();
  }

  private Emulator start() {
    EmulatorBuilder builder =
        Emulator.builder()
            .from(from)
            .portalPort(portalPort)
            .storagePort(storagePort)
            .blockSize(blockSize)
            .codec(codec)
            .urlTtl(urlTtl)
            .latency(latency);
    if (unencrypted) {
      builder.unencrypted();
    }
    if (azurePrefix) {
      builder.azurePrefix();
    }
    return builder.start();
  }

  private void introduce(Emulator emulator) {
    PrintStream out = console.out();
    List<EmulatedFile> files = emulator.files();
    long bytes = files.stream().mapToLong(EmulatedFile::size).sum();
    out.println(
        "The emulator runs, with "
            + Human.count(files.size(), "file")
            + " ("
            + Human.bytes(bytes)
            + ") of "
            + ErrorLines.printable(from.toString()));
    out.println("  portal    " + emulator.portalUri());
    emulator.storageUris().forEach(uri -> out.println("  storage   " + uri));
    if (files.isEmpty()) {
      console.warn("the folder has no files, so there is nothing to read");
      out.println();
      out.println("Ctrl-C stops it.");
      return;
    }
    out.println();
    out.println("  FILE ID        SIZE  PATH");
    for (EmulatedFile file : files.subList(0, Math.min(LISTED, files.size()))) {
      out.printf(
          "  %7d  %10s  %s%n",
          file.id(), Human.bytes(file.size()), ErrorLines.printable(file.path()));
    }
    if (files.size() > LISTED) {
      out.printf("  ... and %,d more%n", files.size() - LISTED);
    }
    out.println();
    out.println("Credentials to try, in another terminal:");
    out.println("  export DIRECTIO_PORTAL=" + emulator.portalUri());
    out.println("  export DIRECTIO_ACCESS_KEY_ID=" + emulator.accessKeyId());
    out.println("  export DIRECTIO_SECRET_ACCESS_KEY=" + emulator.secretAccessKey());
    out.println("  export DIRECTIO_USER=" + emulator.notifications().user());
    out.println("  export DIRECTIO_PASSWORD=" + emulator.notifications().password());
    out.println();
    out.println("Next:");
    String ids = idsFile == null ? "--file-id " + files.get(0).id() : "--ids-file " + idsFile;
    out.println("  ./directio stat " + files.get(0).id());
    out.println("  ./directio events");
    out.println("  ./directio export " + ids + " --to directio-export");
    out.println();
    out.println("Ctrl-C stops it.");
  }
}
