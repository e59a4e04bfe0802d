// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.ErrorCode;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.cli.export.EmbeddedFlink;
import io.directio.cli.export.ExportRun;
import io.directio.cli.export.ExportSummary;
import io.directio.cli.progress.Human;
import io.directio.cli.progress.ProgressDisplay;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says how an export ended. */
record ExportReport(ExportSummary summary, Duration time) {

  /** Runs an export to its end, with its progress on the screen; an interruption cancels it. */
  static ExportReport of(ExportRun.Plan plan, EmbeddedFlink cluster, Console console, boolean json)
      throws IOException, InterruptedException {
    return console
        .interrupts()
        .during(
            cluster::cancel,
            () -> {
              try (ExportRun run = ExportRun.prepare(plan, cluster)) {
                Instant start = console.clock().instant();
                ProgressDisplay display = console.progress(run::progress, json, false);
                ExportSummary summary = display.during(run::execute);
                return new ExportReport(
                    summary, Duration.between(start, console.clock().instant()));
              }
            });
  }

  /** For people. */
  void print(PrintStream out) {
    double seconds = Math.max(0.001, time.toMillis() / 1e3);
    out.printf(
        Locale.ROOT,
        "Exported   %s, %s in %s (%s)%n",
        Human.count(summary.ok(), "file"),
        Human.bytes(summary.bytes()),
        Human.seconds(time),
        Human.rate(summary.transferred() / seconds));
    if (summary.resumed() > 0) {
      out.printf(
          "           went on from an interrupted export, which had %s of them already%n",
          Human.bytes(summary.resumed()));
    }
    out.printf(
        Locale.ROOT,
        "           %,d skipped (there already), %,d failed, %,d retries%n",
        summary.skipped(),
        summary.failed(),
        summary.retries());
    for (ManifestEntry row : summary.firstFailures()) {
      out.printf(
          "  %s: %s%n", row.error().code().text(), ErrorLines.printable(row.error().message()));
    }
    if (summary.failed() > summary.firstFailures().size()) {
      out.printf(
          Locale.ROOT,
          "  ... and %,d more; the manifest has them all%n",
          summary.failed() - summary.firstFailures().size());
    }
  }

  /** For machines: a line for each file that failed, and the summary. */
  void printJson(PrintStream out) throws IOException {
    try (ManifestReader rows = ManifestReader.open(summary.manifest())) {
      for (Optional<ManifestEntry> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (row.get().status() == ManifestEntry.Status.FAILED) {
          printFailure(row.get(), out);
        }
      }
    }
    JsonLine.print(
        out,
        line -> {
          line.writeStringField("type", "summary");
          line.writeNumberField("files_ok", summary.ok());
          line.writeNumberField("files_skipped", summary.skipped());
          line.writeNumberField("files_failed", summary.failed());
          line.writeNumberField("bytes", summary.bytes());
          line.writeNumberField("bytes_transferred", summary.transferred());
          line.writeNumberField("bytes_resumed", summary.resumed());
          line.writeNumberField("retries", summary.retries());
          line.writeNumberField("seconds", time.toMillis() / 1e3);
          line.writeStringField("manifest", summary.manifestName());
          line.writeObjectFieldStart("errors");
          for (Map.Entry<ErrorCode, Long> failure : summary.failures().entrySet()) {
            line.writeNumberField(failure.getKey().text(), failure.getValue());
          }
          line.writeEndObject();
        });
  }

  private static void printFailure(ManifestEntry row, PrintStream out) {
    JsonLine.print(
        out,
        line ->
            FailureJson.write(
                row.fileId(), row.path(), row.error().code(), row.error().message(), line));
  }

  ExitCode exitCode() {
    return ExitCode.ofFiles(summary.files(), summary.failures());
  }
}
