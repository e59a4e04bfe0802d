// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.ByteRange;
import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.cli.download.Download;
import io.directio.cli.download.OutputPath;
import io.directio.cli.download.PartialFile;
import io.directio.cli.download.Pieces;
import io.directio.cli.download.Sink;
import io.directio.cli.download.StreamSink;
import io.directio.cli.progress.Human;
import io.directio.cli.progress.Progress;
import io.directio.cli.progress.ProgressDisplay;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads one file, or parts of it. */
@Command(
    name = "download",
    sortOptions = false,
    description = {
      "Download one file, or parts of it.",
      "",
      "The file appears under its name only when it is whole. Until then its bytes are in a hidden"
          + " file beside it; a download that broke off goes on from there when the command is"
          + " given again. A file that has the name already is replaced then. A FIFO or a device gets the bytes in order, as standard output does."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:%n"
          + "  directio download 12345 --output report.pdf%n"
          + "  directio download 12345 --output - | tar t%n"
          + "  directio download 12345 --output head.bin --range 0-1023",
      HelpText.CREDENTIALS,
      HelpText.EXIT_CODES
    })
final class DownloadCommand implements Callable<Integer>, Resumable {

  private static final String STANDARD_OUTPUT = "-";

  @Parameters(paramLabel = "FILE_ID", converter = FileIdText.class, description = "The file's id.")
  private long fileId;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "PATH",
      order = 2,
      description = "The file to write; - for standard output.")
  private String output;

  /** Which parts of the file are wanted; all of it without. */
  private static final class Selection {
    @Option(
        names = "--range",
        paramLabel = "FIRST-LAST",
        order = 3,
        converter = ByteRangeText.class,
        description = "Only these bytes, counted from 0, both ends included; 100- for the rest.")
    private ByteRange range;

    @Option(
        names = "--blocks",
        paramLabel = "N,N...",
        order = 4,
        converter = BlockNumbers.Text.class,
        description = "Only these blocks, counted from 1, one after the other, such as 1,4,7-9.")
    private BlockNumbers blocks;
  }

  @ArgGroup(exclusive = true)
  private Selection selection;

  @Option(
      names = "--workers",
      paramLabel = "N",
      order = 5,
      defaultValue = "20",
      description = "How many blocks are fetched at once. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--json",
      order = 50,
      description =
          "Write progress and summary as JSON, one object a line; with --output - to standard"
              + " error.")
  private boolean json;

  @Mixin private LimitOptions limits;

  @Mixin private PortalOptions portal;

  private final Console console;
  private boolean resumable;

  DownloadCommand(Console console) {
    this.console = console;
  }

  @Override
  public boolean goesOn() {
    return resumable;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (workers < 1) {
      throw new UsageException("--workers must be at least 1", "the default is 20");
    }
    limits.check();
    OutputPath target = toOutput() ? null : target();
    Instant start = console.clock().instant();
    try (DirectIOClient client = DirectIOClient.open(limits.of(portal.client(console)))) {
      FilePlan plan = client.plan(FileRef.ofId(fileId));
      Pieces pieces = pieces(plan);
      try (Sink sink = sink(target, plan, pieces)) {
        long resumed = sink.length();
        Download download = new Download(client, plan, pieces, workers, sink);
        announce(resumed, pieces);
        ProgressDisplay display =
            console.progress(() -> progress(client, download, pieces), json, toOutput());
        console.interrupts().during(download::cancel, () -> display.during(download::run));
        summarise(plan, pieces, resumed, Duration.between(start, console.clock().instant()));
      }
    }
    return ExitCode.OK.number();
  }

  private boolean toOutput() {
    return output.equals(STANDARD_OUTPUT);
  }

  private Pieces pieces(FilePlan plan) throws DirectIOException {
    if (selection == null) {
      return plan.size() == 0
          ? new Pieces(List.of())
          : new Pieces(List.of(ByteRange.of(0, plan.size() - 1)));
    }
    if (selection.range != null) {
      // From the first byte to the end is all of an empty file, but it has no first byte.
      boolean nothing = plan.size() == 0 && selection.range.equals(ByteRange.ALL);
      return nothing
          ? new Pieces(List.of())
          : new Pieces(List.of(selection.range.within(fileId, plan.size())));
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (BlockNumbers.Run run : selection.blocks.runs()) {
      ranges.add(ByteRange.of(plan.block(run.first()).offset(), plan.block(run.last()).end() - 1));
    }
    return new Pieces(ranges);
  }

  /** Where it goes; better known now than after the portal has been asked. */
  private OutputPath target() throws IOException {
    OutputPath target = OutputPath.follow(Path.of(output));
    Path folder = target.path().getParent();
    if (folder != null && !Files.exists(folder)) {
      throw new UsageException(
          "there is no folder '" + folder + "' for --output", "make it first, or name another");
    }
    return target;
  }

  private Sink sink(OutputPath target, FilePlan plan, Pieces pieces) throws IOException {
    if (target == null) {
      return StreamSink.of(console.data(), OutputClosedException::orElse);
    }
    if (target.isSpecial()) {
      return StreamSink.open(target.path(), OutputClosedException::orElse);
    }
    resumable = true;
    return PartialFile.open(
        target.path(), fileId + " " + plan.metadata().fingerprintText() + " " + pieces);
  }

  private void announce(long resumed, Pieces pieces) {
    if (resumed > 0 && !json) {
      console
          .err()
          .println(
              "Resuming at "
                  + Human.bytes(resumed)
                  + " of "
                  + Human.bytes(pieces.length())
                  + ", which are there already");
    }
  }

  private static Progress progress(DirectIOClient client, Download download, Pieces pieces) {
    long done = download.bytes() == pieces.length() ? 1 : 0;
    return new Progress(
        done,
        0,
        0,
        OptionalLong.of(1),
        download.bytes(),
        OptionalLong.of(pieces.length()),
        client.statistics().retries());
  }

  private void summarise(FilePlan plan, Pieces pieces, long resumed, Duration time) {
    if (json) {
      JsonLine.print(
          toOutput() ? console.err() : console.out(),
          line -> {
            line.writeStringField("type", "summary");
            line.writeNumberField("file_id", fileId);
            line.writeStringField("output", output);
            line.writeNumberField("size", plan.size());
            line.writeNumberField("bytes", pieces.length());
            line.writeNumberField("bytes_resumed", resumed);
            line.writeNumberField("seconds", time.toMillis() / 1e3);
          });
      return;
    }
    double seconds = Math.max(0.001, time.toMillis() / 1e3);
    console
        .err()
        .println(
            String.format(
                Locale.ROOT,
                "File %d: %s to %s in %s (%s)",
                fileId,
                Human.bytes(pieces.length()),
                toOutput() ? "standard output" : ErrorLines.printable(output),
                Human.seconds(time),
                Human.rate((pieces.length() - resumed) / seconds)));
  }
}
