// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.flink.source.split.DirectIOSplit;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * One fetcher thread, kept until no more splits will come. Flink's own manager ends a fetcher that
 * has nothing to do and starts another for the next split, and readers that do so hang now and then
 * (FLINK-37663).
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
final class KeptAliveFetcher extends SingleThreadFetcherManager<Fetched, DirectIOSplit> {

  private boolean noMoreSplits;

  KeptAliveFetcher(
      Supplier<SplitReader<Fetched, DirectIOSplit>> readers, Configuration configuration) {
    super(readers, configuration);
  }

  /** From now on an idle fetcher may end. */
  void noMoreSplits() {
    noMoreSplits = true;
  }

  @Override
  public boolean maybeShutdownFinishedFetchers() {
    return noMoreSplits && super.maybeShutdownFinishedFetchers();
  }
}
