// SPDX-License-Identifier: Apache-2.0
/**
 * The Notification Service of the emulated portal: sessions, a tree of folders that changes, pages
 * of events with opaque cursors, long polls, and the way to each file.
 */
package io.directio.emulator.notify;
