// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

/** What to do with a position that the portal rejects, or that was made for other folders. */
public enum CursorPolicy {
  /** Fail with {@link io.directio.CursorRejectedException}: changes may have been missed. */
  FAIL,
  /**
   * List everything that is there again, and go on from there. What was deleted meanwhile is not
   * told.
   */
  NEW_SNAPSHOT
}
