// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.DryRunSummary;
import io.directio.read.ClientOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Telling what an export would do, instead of doing it. */
final class DryRunOptions {

  private static final String DEFAULT_RATE = "50MB/s";

  @Option(
      names = "--dry-run",
      order = 8,
      description =
          "Tell what would be exported (files, bytes, blocks, requests, time), and what would be"
              + " skipped or fail; write nothing.")
  private boolean wanted;

  @Option(
      names = "--assume-rate",
      paramLabel = "RATE",
      order = 9,
      converter = RateText.class,
      description =
          "With --dry-run: how fast bytes are taken to come. Default: --max-transfer-rate, or else "
              + DEFAULT_RATE
              + ".")
  private Long rate;

  boolean isWanted() {
    return wanted;
  }

  /**
   * Finds out whether the other options go with it.
   *
   * @throws UsageException if not
   */
  void check(boolean endless, boolean report) {
    if (!wanted && rate != null) {
      throw new UsageException("--assume-rate goes with --dry-run", "add it, or leave both out");
    }
    if (wanted && endless) {
      throw new UsageException(
          "--dry-run comes to no end with --follow", "leave --follow out: it tells what is there");
    }
    if (wanted && report) {
      throw new UsageException(
          "--dry-run makes no manifest to --report",
          "leave --report out; --json tells of failures");
    }
  }

  /** How long an export would take. */
  TimeEstimate estimate(ClientOptions client, DryRunSummary found, Duration listing) {
    long limit = client.maxTransferRate();
    long assumed = rate != null ? rate : limit > 0 ? limit : new RateText().convert(DEFAULT_RATE);
    return new TimeEstimate(
        found, listing, assumed, limit > 0 && limit <= assumed, client.maxRequestsPerSecond());
  }
}
