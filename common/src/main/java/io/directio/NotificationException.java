// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** The portal's Notification Service could not or would not tell what was asked. */
public class NotificationException extends DirectIOException {

  private static final long serialVersionUID = 1L;

  public NotificationException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public NotificationException(ErrorCode code, String message, Throwable cause) {
    super(code, message, cause);
  }
}
