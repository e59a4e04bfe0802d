// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

/** Puts progress into words. */
interface ProgressFormat {

  /** One line, without its end. */
  String line(Progress progress, Pace pace);

  /** What comes before each line; a bar goes back to the start of the line that it replaces. */
  default String before() {
    return "";
  }

  /** What comes after each line. */
  default String after() {
    return "\n";
  }

  /** Makes room for other output. */
  default String clear() {
    return "";
  }
}
