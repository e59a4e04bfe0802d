// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.ExportRun;
import io.directio.cli.export.ExportTarget;
import io.directio.cli.export.ManifestFolder;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
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
      "A file appears only when it is whole: under its path, if it was found in a folder, or else"
          + " under its id. What is there already is skipped, so an export that was interrupted goes"
          + " on when it is started again. How each file ended is a line of the manifest.",
      "",
      "With --dry-run nothing is fetched and nothing is written: it tells what would be. For that"
          + " it asks the portal for each file once, as the export does, so that files and blocks"
          + " are counted and not guessed; a wrong secret access key doesn't show, as nothing is"
          + " decrypted."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:%n"
          + "  directio export --portal https://portal.example.com --file-id 12345 --to out%n"
          + "  directio export --ids-file ids.txt --to /mnt/export --report report.jsonl%n"
          + "  directio export --ids-file ids.txt --to /mnt/export --dry-run%n"
          + "  directio export --ids-file ids.txt --to s3://bucket/prefix%n"
          + "  directio export --folder Projects --exclude '**/~*' --to out --follow",
      HelpText.CREDENTIALS,
      HelpText.FOLDER_CREDENTIALS,
      HelpText.S3_CREDENTIALS,
      HelpText.EXIT_CODES
    })
final class ExportCommand implements Callable<Integer>, Resumable {

  @Mixin private SelectionOptions selection;

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

  @Mixin private DryRunOptions dry;

  @Mixin private FlinkOptions flink;

  @Mixin private LimitOptions limits;

  @Option(
      names = "--json",
      order = 50,
      description = "Write progress, files that failed and a summary as JSON, one object a line.")
  private boolean json;

  @Mixin private PortalOptions portal;

  private final Console console;

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public boolean goesOn() {
    return !dry.isWanted();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    flink.parallelism();
    selection.check();
    limits.check();
    dry.check(selection.isEndless(), report != null);
    ExportRun.Plan plan = plan();
    if (dry.isWanted()) {
      DryRunReport found = DryRunReport.of(plan, console, json);
      found.print(dry.estimate(plan.client(), found.summary(), found.time()), console.out());
      return found.exitCode().number();
    }
    try (ReportFile copy = report == null ? null : ReportFile.begin(report)) {
      ExportReport ended =
          ExportReport.of(plan, flink.start(false, selection.isEndless()), console, json);
      print(ended, plan.to());
      if (copy != null) {
        copy.fill(ended.summary().manifest());
      }
      return ended.exitCode().number();
    }
  }

  private ExportRun.Plan plan() throws IOException {
    ExportTarget target = to.target().withDeletions(selection.areDeleted());
    ClientOptions client = limits.of(portal.client(console));
    if (selection.areFolders()) {
      // Better now than after a cluster has been started.
      client.credentials().login();
    }
    return new ExportRun.Plan(
        client,
        selection.files(),
        selection.count(client, console),
        OptionalLong.empty(),
        target,
        ManifestFolder.run(console.clock().instant()),
        failFast);
  }

  private void print(ExportReport ended, ExportTarget target) throws IOException {
    if (json) {
      ended.printJson(console.out());
    } else {
      ended.print(console.out());
      console.out().println("Output     " + ErrorLines.printable(target.name()));
      console.out().println("Manifest   " + ErrorLines.printable(ended.summary().manifestName()));
    }
  }
}
