// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.assemble.ManifestFinding;
import io.directio.assemble.ManifestFinding.Verdict;
import io.directio.assemble.ManifestVerifier;
import io.directio.cli.export.ManifestFolder;
import io.directio.cli.progress.Human;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares an export with its manifest. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Read exported files again and compare them with their manifest: size and CRC-32C.",
      "",
      "Needs no portal and no credentials. Files that are missing or different are listed, and"
          + " those that the export could not transfer: with any of them the exit code is 3. Files"
          + " that are in no manifest are ignored."
    },
    optionListHeading = "%nOptions:%n",
    footer = {"%nExample:%n  directio verify --in /mnt/export", HelpText.EXIT_CODES})
final class VerifyCommand implements Callable<Integer> {

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "The folder that was exported to.")
  private Path in;

  @Option(
      names = "--manifest",
      paramLabel = "FILE|DIR",
      description =
          "The manifest, or a folder of manifests, of which the last one of each file counts."
              + " Default: those that exports have left in --in.")
  private Path manifest;

  @Option(
      names = "--json",
      description = "Write one JSON object a line: what was found of each file, and a summary.")
  private boolean json;

  private final Console console;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!Files.isDirectory(in)) {
      throw new NotDirectoryException(in.toString());
    }
    Path source = ManifestFolder.find(manifest == null ? in : manifest);
    Thread thread = Thread.currentThread();
    ManifestVerifier verifier =
        new ManifestVerifier(in, Runtime.getRuntime().availableProcessors());
    ManifestVerifier.Summary summary =
        console.interrupts().during(thread::interrupt, () -> verifier.verify(source, this::show));
    summarise(summary);
    return (summary.isWell() ? ExitCode.OK : ExitCode.SOME_FILES_FAILED).number();
  }

  private void show(ManifestFinding finding) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    if (json) {
      JsonLine.print(
          console.out(),
          line -> {
            line.writeStringField("type", "file");
            line.writeNumberField("file_id", finding.row().fileId());
            line.writeStringField("path", finding.row().path());
            line.writeStringField("verdict", verdict);
            line.writeStringField("detail", finding.detail());
          });
    } else if (finding.verdict() != Verdict.OK) {
      console
          .out()
          .printf(
              "%-9s  %s (file %d): %s%n",
              verdict,
              ErrorLines.printable(finding.row().path()),
              finding.row().fileId(),
              ErrorLines.printable(finding.detail()));
    }
  }

  private void summarise(ManifestVerifier.Summary summary) {
    if (summary.missing() + summary.different() > 0) {
      console.hint(
          "delete the files that are different, and export again: it brings what is missing");
    }
    if (summary.unchecked() > 0) {
      console.hint("export again to try those that were not transferred");
    }
    if (summary.torn()) {
      console.warn(
          "a manifest ends with half a row: its export was killed, and some files may not be in"
              + " it");
    }
    if (json) {
      JsonLine.print(
          console.out(),
          line -> {
            line.writeStringField("type", "summary");
            line.writeNumberField("files_ok", summary.ok());
            line.writeNumberField("files_missing", summary.missing());
            line.writeNumberField("files_different", summary.different());
            line.writeNumberField("files_unchecked", summary.unchecked());
            line.writeNumberField("bytes", summary.bytes());
          });
      return;
    }
    console
        .out()
        .printf(
            "%s (%s) as in the manifest, %,d missing, %,d different, %,d not checked%n",
            Human.count(summary.ok(), "file"),
            Human.bytes(summary.bytes()),
            summary.missing(),
            summary.different(),
            summary.unchecked());
  }
}
