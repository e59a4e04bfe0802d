// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.notify.NotificationCall;

/**
 * The request that a fault may strike.
 *
 * @param fileId as in the listing or the block's URL; -1 when it names none
 * @param block number from 1; 0 for the portal
 * @param host index of the storage host; -1 for the portal
 * @param call which call of the Notification Service it is; null when it is none
 */
public record Target(long fileId, int block, int host, NotificationCall call) {

  /** A request for a file's blocks, or for a block. */
  public Target(long fileId, int block, int host) {
    this(fileId, block, host, null);
  }

  /** A call of the Notification Service. */
  public static Target of(NotificationCall call) {
    return new Target(-1, 0, -1, call);
  }
}
