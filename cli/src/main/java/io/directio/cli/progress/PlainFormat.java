// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.stream.Collectors;

/** A line of words, for logs and pipes. */
final class PlainFormat implements ProgressFormat {

  @Override
  public String line(Progress progress, Pace pace) {
    return Words.all(progress, pace).collect(Collectors.joining(", "));
  }
}
