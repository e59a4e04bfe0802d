// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

/** A command that may go on where it was interrupted. */
interface Resumable {

  /** Whether the same command goes on where this one was interrupted. */
  boolean goesOn();
}
