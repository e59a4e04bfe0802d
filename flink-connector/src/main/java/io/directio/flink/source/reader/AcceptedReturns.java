// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tells the fetcher which files the enumerator has taken back, so that it can finish their splits.
 *
 * <p><b>Threading.</b> The task's thread adds, the fetcher takes.
 */
final class AcceptedReturns {

  private final ConcurrentLinkedQueue<String> splitIds = new ConcurrentLinkedQueue<>();
  private volatile Runnable wakeUp = () -> {};

  /** Says how to wake the fetcher. */
  void whenAdded(Runnable wake) {
    this.wakeUp = wake;
  }

  /** A file of a split was taken back. */
  void add(String splitId) {
    splitIds.add(splitId);
    wakeUp.run();
  }

  /** The split of the next file that was taken back; null if there is none. */
  String poll() {
    return splitIds.poll();
  }
}
