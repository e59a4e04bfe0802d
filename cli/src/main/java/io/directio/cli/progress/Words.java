// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.Locale;
import java.util.Optional;

/** The parts of a line of progress. */
final class Words {

  private Words() {}

  static String files(Progress progress) {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "%,d", progress.filesDone()));
    progress
        .filesTotal()
        .ifPresent(total -> text.append(String.format(Locale.ROOT, "/%,d", total)));
    text.append(progress.filesTotal().orElse(progress.filesDone()) == 1 ? " file" : " files");
    if (progress.filesFailed() > 0) {
      text.append(String.format(Locale.ROOT, " (%,d failed)", progress.filesFailed()));
    }
    return text.toString();
  }

  static String bytes(Progress progress) {
    return progress.bytesTotal().isPresent()
        ? Human.bytes(progress.bytes()) + " of " + Human.bytes(progress.bytesTotal().getAsLong())
        : Human.bytes(progress.bytes());
  }

  static String retries(Progress progress) {
    return progress.retries() == 1
        ? "1 retry"
        : String.format(Locale.ROOT, "%,d retries", progress.retries());
  }

  static Optional<String> left(Progress progress, Pace pace) {
    return pace.remaining(progress.fraction()).map(left -> "ETA " + Human.clock(left));
  }
}
