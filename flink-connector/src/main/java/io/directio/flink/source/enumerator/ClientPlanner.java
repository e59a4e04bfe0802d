// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.DirectIOException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.read.ClientOptions;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadStatistics;

/**
 * Plans files with a client, which is opened when it is needed first: by then in the background, as
 * it resolves credentials.
 *
 * <p><b>Threading.</b> Called from many threads at once.
 */
public final class ClientPlanner implements FilePlanner {

  private final ClientOptions options;
  private DirectIOClient client;
  private boolean closed;

  /**
   * @param options the portal, and how to reach it
   */
  public ClientPlanner(ClientOptions options) {
    this.options = options;
  }

  @Override
  public FilePlan plan(FileRef file) throws DirectIOException {
    return client().plan(file);
  }

  private synchronized DirectIOClient client() throws DirectIOException {
    if (closed) {
      throw new IllegalStateException("The planner is closed");
    }
    if (client == null) {
      client = DirectIOClient.shared(options);
    }
    return client;
  }

  /** What was done so far in this JVM; nothing before the first file is planned. */
  public synchronized ReadStatistics statistics() {
    return client == null ? ReadStatistics.NONE : client.statistics();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
    }
  }
}
