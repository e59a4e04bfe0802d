// SPDX-License-Identifier: Apache-2.0
package io.directio;

/**
 * The position in the stream of events is of no use any more: the portal rejected its cursor, or
 * the folders are not those that it was made for. Changes since then can't be had from it; only a
 * new snapshot tells what is there now.
 */
public class CursorRejectedException extends NotificationException {

  private static final long serialVersionUID = 1L;

  public CursorRejectedException(String message) {
    super(ErrorCode.CURSOR_REJECTED, message);
  }
}
