// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.cli.export.DryRun;
import io.directio.cli.export.DryRunSummary;
import io.directio.cli.export.ExportRun;
import io.directio.cli.progress.Human;
import io.directio.cli.progress.ProgressDisplay;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * Says what an export would do.
 *
 * @param summary what was found
 * @param time how long that took
 * @param json whether it is told to machines
 */
record DryRunReport(DryRunSummary summary, Duration time, boolean json) {

  /** Failures that are shown to people; machines are told of all. */
  private static final int SHOWN = 20;

  /** Looks at everything, with progress on the screen; an interruption ends it. */
  static DryRunReport of(ExportRun.Plan plan, Console console, boolean json)
      throws IOException, InterruptedException {
    Thread thread = Thread.currentThread();
    Failures failures = new Failures(console.out(), json, thread::interrupt);
    return console
        .interrupts()
        .during(
            thread::interrupt,
            () -> {
              Instant start = console.clock().instant();
              try (DryRun run = DryRun.prepare(plan, failures::show)) {
                ProgressDisplay display = console.progress(run::progress, json, false);
                DryRunSummary summary = display.during(run::execute);
                console.checkReader();
                return new DryRunReport(
                    summary, Duration.between(start, console.clock().instant()), json);
              } catch (InterruptedException e) {
                console.checkReader();
                throw e;
              }
            });
  }

  void print(TimeEstimate estimate, PrintStream out) {
    if (json) {
      printJson(estimate, out);
      return;
    }
    if (summary.failed() > SHOWN) {
      out.printf(
          Locale.ROOT, "  ... and %,d more; --json tells of all%n", summary.failed() - SHOWN);
    }
    out.printf(
        Locale.ROOT,
        "Would export  %s, %s in %s%n",
        Human.count(summary.files(), "file"),
        Human.bytes(summary.bytes()),
        Human.count(summary.blocks(), "block"));
    if (summary.bytesThere() > 0) {
      out.printf(
          "              %s more of them are there from an interrupted export%n",
          Human.bytes(summary.bytesThere()));
    }
    out.printf(
        Locale.ROOT,
        "              %,d skipped (there already, %s), %,d failed%n",
        summary.skipped(),
        Human.bytes(summary.bytesSkipped()),
        summary.failed());
    out.printf(
        Locale.ROOT,
        "Requests      %,d to the portal, %,d to the storage; retries come on top%n",
        summary.all(),
        summary.blocks());
    out.printf("Time          about %s%n", Human.clock(estimate.time()));
    out.printf("              %s%n", estimate.assumption());
    out.println("Nothing was written.");
  }

  private void printJson(TimeEstimate estimate, PrintStream out) {
    JsonLine.print(
        out,
        line -> {
          line.writeStringField("type", "dry-run");
          line.writeNumberField("files", summary.files());
          line.writeNumberField("files_skipped", summary.skipped());
          line.writeNumberField("files_failed", summary.failed());
          line.writeNumberField("bytes", summary.bytes());
          line.writeNumberField("bytes_there", summary.bytesThere());
          line.writeNumberField("bytes_skipped", summary.bytesSkipped());
          line.writeNumberField("blocks", summary.blocks());
          line.writeNumberField("portal_requests", summary.all());
          line.writeNumberField("storage_requests", summary.blocks());
          line.writeNumberField("estimated_seconds", estimate.time().toMillis() / 1e3);
          line.writeNumberField("assumed_bytes_per_second", estimate.bytesPerSecond());
          line.writeNumberField("listing_seconds", time.toMillis() / 1e3);
          line.writeObjectFieldStart("errors");
          for (Map.Entry<ErrorCode, Long> failure : summary.failures().entrySet()) {
            line.writeNumberField(failure.getKey().text(), failure.getValue());
          }
          line.writeEndObject();
        });
  }

  ExitCode exitCode() {
    return ExitCode.ofFiles(summary.all(), summary.failures());
  }

  /** Shows files that would fail, as they are found. */
  private static final class Failures {
    private final PrintStream out;
    private final boolean json;
    private final Runnable unread;
    private int shown;

    /**
     * @param unread is called when there is nobody who reads
     */
    Failures(PrintStream out, boolean json, Runnable unread) {
      this.out = out;
      this.json = json;
      this.unread = unread;
    }

    void show(FileRef file, DirectIOException failure) {
      if (json) {
        JsonLine.print(
            out,
            line ->
                FailureJson.write(
                    file.fileId(), file.path(), failure.code(), failure.getMessage(), line));
      } else if (shown++ < SHOWN) {
        out.printf("  %s: %s%n", failure.code().text(), ErrorLines.printable(failure.getMessage()));
      }
      if (out.checkError()) {
        unread.run();
      }
    }
  }
}
