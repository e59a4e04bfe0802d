// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

/** The calls of the Notification Service, and those that begin and end a session. */
public enum NotificationCall {
  LOGIN,
  LOGOUT,
  LIST,
  LONGPOLL,
  ANCESTORS,
  /** Looks for cloud drive folders by name. */
  FOLDERS
}
