// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of a line of progress. */
final class Words {

  private Words() {}

  /** Everything there is to say, part by part. */
  static Stream<String> all(Progress progress, Pace pace) {
    boolean bytesTellIt = progress.filesTotal().orElse(0) == 1 && progress.bytesTotal().isPresent();
    return Stream.of(
            bytesTellIt ? Optional.<String>empty() : Optional.of(files(progress)),
            movesNothing(progress) ? Optional.<String>empty() : Optional.of(bytes(progress)),
            movesNothing(progress)
                ? Optional.<String>empty()
                : Optional.of(Human.rate(pace.bytesPerSecond())),
            Optional.of(retries(progress)),
            left(progress, pace))
        .flatMap(Optional::stream);
  }

  /** Files are finished without any bytes: they are skipped, or only looked at. */
  private static boolean movesNothing(Progress progress) {
    return progress.bytes() == 0 && progress.filesDone() > 0 && progress.bytesTotal().isEmpty();
  }

  private static String files(Progress progress) {
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

  private static String bytes(Progress progress) {
    return progress.bytesTotal().isPresent()
        ? Human.bytes(progress.bytes()) + " of " + Human.bytes(progress.bytesTotal().getAsLong())
        : Human.bytes(progress.bytes());
  }

  private static String retries(Progress progress) {
    return progress.retries() == 1
        ? "1 retry"
        : String.format(Locale.ROOT, "%,d retries", progress.retries());
  }

  private static Optional<String> left(Progress progress, Pace pace) {
    return pace.remaining(progress.fraction()).map(left -> "ETA " + Human.clock(left));
  }
}
