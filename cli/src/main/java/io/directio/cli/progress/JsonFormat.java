// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.util.Locale;
import java.util.OptionalLong;

/** One JSON object a line; a number that is not known is null. */
final class JsonFormat implements ProgressFormat {

  @Override
  public String line(Progress progress, Pace pace) {
    return "{\"type\":\"progress\",\"files_ok\":"
        + progress.filesOk()
        + ",\"files_skipped\":"
        + progress.filesSkipped()
        + ",\"files_failed\":"
        + progress.filesFailed()
        + ",\"files_total\":"
        + orNull(progress.filesTotal())
        + ",\"bytes\":"
        + progress.bytes()
        + ",\"bytes_total\":"
        + orNull(progress.bytesTotal())
        + ",\"bytes_per_second\":"
        + Math.round(pace.bytesPerSecond())
        + ",\"retries\":"
        + progress.retries()
        + ",\"seconds\":"
        + String.format(Locale.ROOT, "%.3f", pace.elapsed().toMillis() / 1e3)
        + ",\"eta_seconds\":"
        + pace.remaining(progress.fraction())
            .map(left -> Long.toString(left.toSeconds()))
            .orElse("null")
        + "}";
  }

  private static String orNull(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "null";
  }
}
