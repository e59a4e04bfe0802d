// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.EmbeddedFlink;
import io.directio.cli.export.ExportRun;
import io.directio.cli.export.ExportTarget;
import io.directio.cli.export.IdCount;
import io.directio.cli.export.ManifestFolder;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports many files with Flink. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Export many files into a folder or a bucket, in parallel, with Flink inside of this"
          + " process.",
      "",
      "A file appears under its name, which is its id, only when it is whole. What is there already"
          + " is skipped, so an export that was interrupted goes on when it is started again. How"
          + " each file ended is a line of the manifest."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:%n"
          + "  directio export --portal https://portal.example.com --file-id 12345 --to out%n"
          + "  directio export --ids-file ids.txt --to /mnt/export --report report.jsonl%n"
          + "  directio export --ids-file ids.txt --to s3://bucket/prefix --s3-region eu-west-1",
      HelpText.CREDENTIALS,
      HelpText.S3_CREDENTIALS,
      HelpText.EXIT_CODES
    })
final class ExportCommand implements Callable<Integer>, Resumable {

  /** Which files are exported. */
  private static final class Selection {
    @Option(
        names = "--file-id",
        paramLabel = "N",
        order = 2,
        arity = "1..*",
        description = "The files' ids, one or more; can be repeated.")
    private List<Long> fileIds;

    @Option(
        names = "--ids-file",
        paramLabel = "FILE",
        order = 3,
        description = "A file with an id on each line; # starts a comment. May have millions.")
    private Path idsFile;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Selection selection;

  @Mixin private TargetOptions to;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      order = 5,
      description = "Write the manifest there as well: JSON Lines, a row per file.")
  private Path report;

  @Option(
      names = "--fail-fast",
      order = 6,
      description = "Stop at the first file that fails, instead of going on with the others.")
  private boolean failFast;

  @Mixin private FlinkOptions flink;

  @Option(
      names = "--json",
      order = 50,
      description = "Write progress and summary as JSON, one object a line.")
  private boolean json;

  @Mixin private PortalOptions portal;

  private final Console console;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public boolean goesOn() {
    return true;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    flink.parallelism();
    if (report != null) {
      ReportFile.check(report);
    }
    ExportTarget target = to.target();
    ClientOptions client = portal.client(console);
    ExportRun.Plan plan =
        new ExportRun.Plan(
            client,
            files(),
            OptionalLong.of(count()),
            OptionalLong.empty(),
            target,
            ManifestFolder.run(console.clock().instant()),
            failFast);
    EmbeddedFlink cluster = flink.start(false);
    ExportReport ended = ExportReport.of(plan, cluster, console, json);
    if (report != null) {
      ReportFile.copy(ended.summary().manifest(), report);
    }
    if (json) {
      ended.printJson(console.out());
    } else {
      ended.print(console.out());
      console.out().println("Output     " + ErrorLines.printable(target.name()));
      console.out().println("Manifest   " + ErrorLines.printable(ended.summary().manifestName()));
    }
    return ended.exitCode().number();
  }

  private FileSelection files() {
    return selection.idsFile == null
        ? FileSelection.ids(selection.fileIds.stream().mapToLong(Long::longValue).toArray())
        : FileSelection.idsFile(selection.idsFile.toAbsolutePath().toString());
  }

  private long count() throws IOException {
    if (selection.idsFile == null) {
      return selection.fileIds.size();
    }
    if (!Files.exists(selection.idsFile)) {
      throw new NoSuchFileException(selection.idsFile.toString());
    }
    return IdCount.of(selection.idsFile);
  }
}
