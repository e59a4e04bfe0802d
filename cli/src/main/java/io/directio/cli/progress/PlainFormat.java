// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

/** A line of words, for logs and pipes. */
final class PlainFormat implements ProgressFormat {

  @Override
  public String line(Progress progress, Pace pace) {
    return Words.files(progress)
        + ", "
        + Words.bytes(progress)
        + ", "
        + Human.rate(pace.bytesPerSecond())
        + ", "
        + Words.retries(progress)
        + Words.left(progress, pace).map(left -> ", " + left).orElse("");
  }
}
