// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal takes fewer (or more) folders in one request than it was asked for. */
public class TooManyFoldersException extends NotificationException {

  private static final long serialVersionUID = 1L;

  private final int least;
  private final int most;

  public TooManyFoldersException(int asked, int least, int most) {
    super(
        ErrorCode.INVALID_REQUEST,
        "Notification Service: the portal takes between "
            + least
            + " and "
            + most
            + " folders in one request, not "
            + asked);
    this.least = least;
    this.most = most;
  }

  /** The fewest folders that one request may name. */
  public int least() {
    return least;
  }

  /** The most folders that one request may name. */
  public int most() {
    return most;
  }
}
