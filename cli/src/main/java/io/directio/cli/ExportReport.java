// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.ErrorCode;
import io.directio.ManifestEntry;
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

  /** For machines. */
  void printJson(PrintStream out) {
    JsonLine.print(
        out,
        line -> {
          line.writeStringField("type", "summary");
          line.writeNumberField("files_ok", summary.ok());
          line.writeNumberField("files_skipped", summary.skipped());
          line.writeNumberField("files_failed", summary.failed());
          line.writeNumberField("bytes", summary.bytes());
          line.writeNumberField("bytes_transferred", summary.transferred());
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

  ExitCode exitCode() {
    return ExitCode.ofFiles(summary.files(), summary.failures());
  }
}
