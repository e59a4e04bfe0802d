// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.DirectIOException;
import io.directio.assemble.Destination;
import io.directio.flink.JobStoppedException;
import io.directio.read.BlockReader;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadStatistics;
import io.directio.read.ReaderOptions;
import java.io.UncheckedIOException;

/**
 * What a split reader reads from: the JVM's client for the portal, a reader of its own, and the
 * destination that is asked what is there already.
 *
 * <p><b>Threading.</b> Opened by the task's thread, closed by the fetcher's.
 */
final class BlockSource implements AutoCloseable {

  private final DirectIOClient client;
  private final Destination stored;
  private final BlockReader reader;

  private BlockSource(DirectIOClient client, Destination stored, BlockReader reader) {
    this.client = client;
    this.stored = stored;
    this.reader = reader;
  }

  /**
   * Opens the client, and the destination if there is one.
   *
   * @param readers how many of a job keep the client's limits together
   */
  static BlockSource open(ReaderSettings settings, int readers) {
    try {
      DirectIOClient client = DirectIOClient.sharedAmong(readers, settings.client());
      try {
        return open(client, settings);
      } catch (DirectIOException | RuntimeException e) {
        try (client) {
          throw e;
        }
      }
    } catch (DirectIOException e) {
      throw new UncheckedIOException(e.code().isFatal() ? new JobStoppedException(e) : e);
    }
  }

  private static BlockSource open(DirectIOClient client, ReaderSettings settings)
      throws DirectIOException {
    ReaderOptions options = ReaderOptions.DEFAULT.withReuseArrays(settings.reuseArrays());
    if (settings.stored() == null) {
      return new BlockSource(client, null, client.reader(options));
    }
    Destination stored = settings.stored().open();
    try {
      return new BlockSource(client, stored, client.reader(options.withStored(stored::stored)));
    } catch (RuntimeException e) {
      try (stored) {
        throw e;
      }
    }
  }

  BlockReader reader() {
    return reader;
  }

  /** What was done so far, by all that share the client. */
  ReadStatistics statistics() {
    return client.statistics();
  }

  @Override
  public void close() throws DirectIOException {
    try (client;
        stored) {
      reader.close();
    }
  }
}
