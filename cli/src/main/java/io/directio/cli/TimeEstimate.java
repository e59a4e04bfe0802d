// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.cli.export.DryRunSummary;
import io.directio.cli.progress.Human;
import java.time.Duration;
import java.util.Locale;

/**
 * How long an export would take, and what that is concluded from: the slowest of fetching the
 * bytes, of asking the portal, and of what a limit lets through.
 *
 * @param found what would be exported
 * @param listing how long it took to ask the portal for all files
 * @param bytesPerSecond how fast bytes are taken to come
 * @param limited whether that is a limit, and not assumed
 * @param requestsPerSecond most requests a second; 0 for no limit
 */
record TimeEstimate(
    DryRunSummary found,
    Duration listing,
    long bytesPerSecond,
    boolean limited,
    double requestsPerSecond) {

  private double fetchSeconds() {
    return (double) found.toFetch() / bytesPerSecond;
  }

  private double requestSeconds() {
    return requestsPerSecond > 0 ? requests() / requestsPerSecond : 0;
  }

  private long requests() {
    return found.all() + found.blocks();
  }

  /** The estimate. */
  Duration time() {
    double slowest = Math.max(fetchSeconds(), requestSeconds());
    return Duration.ofMillis(Math.max(listing.toMillis(), Math.round(1000 * slowest)));
  }

  /** What the estimate is concluded from, in words. */
  String assumption() {
    String fetch =
        String.format(
            Locale.ROOT,
            "%s at %s/s (%s)",
            Human.bytes(found.toFetch()),
            Human.bytes(bytesPerSecond),
            limited ? "--max-transfer-rate, nothing compressed" : "assumed: --assume-rate");
    String requests =
        requestsPerSecond > 0
            ? String.format(
                Locale.ROOT, ", %s at %s a second", count(requests()), number(requestsPerSecond))
            : "";
    return fetch
        + requests
        + ", "
        + Human.count(found.all(), "portal call")
        + " in "
        + Human.seconds(listing)
        + " (as now): the slowest counts";
  }

  private static String count(long requests) {
    return Human.count(requests, "request");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.format(Locale.ROOT, "%,d", (long) value) : "" + value;
  }
}
