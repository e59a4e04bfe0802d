// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.fetcher.SingleThreadFetcherManager;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * One fetcher thread, kept until no more splits will come. Flink's own manager ends a fetcher that
 * has nothing to do and starts another for the next split, and readers that do so hang now and then
 * (FLINK-37663).
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 *
 * @param <E> what is fetched
 * @param <S> the splits
 */
public final class KeptAliveFetcher<E, S extends SourceSplit>
    extends SingleThreadFetcherManager<E, S> {

  private boolean noMoreSplits;

  /**
   * @param readers makes the reader when the first split comes, in the task's thread
   */
  public KeptAliveFetcher(Supplier<SplitReader<E, S>> readers, Configuration configuration) {
    super(readers, configuration);
  }

  /** From now on an idle fetcher may end. */
  public void noMoreSplits() {
    noMoreSplits = true;
  }

  @Override
  public boolean maybeShutdownFinishedFetchers() {
    return noMoreSplits && super.maybeShutdownFinishedFetchers();
  }
}
