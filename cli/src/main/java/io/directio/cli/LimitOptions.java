// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.read.ClientOptions;
import picocli.CommandLine.Option;

/** How much may be asked of the portal and the storage, for commands that ask for much. */
final class LimitOptions {

  @Option(
      names = "--max-transfer-rate",
      paramLabel = "RATE",
      order = 60,
      converter = RateText.class,
      description =
          "Take at most so many bytes a second from the storage, compressed as they are there:"
              + " 50MB/s, 512K. Default: no limit.")
  private Long transferRate;

  @Option(
      names = "--max-requests-per-second",
      paramLabel = "N",
      order = 61,
      description =
          "Send at most so many requests a second to portal and storage together, retries counted;"
              + " 0.5 is one every two seconds. Default: no limit.")
  private Double requestsPerSecond;

  /**
   * Finds out whether they can be meant.
   *
   * @throws UsageException if not
   */
  void check() {
    if (requestsPerSecond != null && !(requestsPerSecond > 0 && requestsPerSecond < 1e9)) {
      throw new UsageException(
          "--max-requests-per-second must be more than 0", "without it there is no limit");
    }
  }

  /** Options of a client with these limits. */
  ClientOptions of(ClientOptions client) {
    ClientOptions.Builder limited = client.toBuilder();
    if (transferRate != null) {
      limited.maxTransferRate(transferRate);
    }
    if (requestsPerSecond != null) {
      limited.maxRequestsPerSecond(requestsPerSecond);
    }
    return limited.build();
  }
}
