// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them: decimal units, three significant digits or so. */
public final class Human {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private Human() {}

  /** A number of bytes, such as {@code 512 B} or {@code 203.9 MB}. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** Throughput in MB/s, which is what everybody compares. */
  public static String rate(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.1f MB/s", bytesPerSecond / 1e6);
  }

  /** A duration as minutes and seconds, or with hours in front: {@code 0:07}, {@code 1:02:03}. */
  public static String clock(Duration duration) {
    long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** A duration in seconds with one decimal, such as {@code 12.3 s}. */
  public static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** A count with its noun, such as {@code 1 file} and {@code 1,234 files}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
