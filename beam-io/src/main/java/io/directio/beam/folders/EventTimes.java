// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.FileEvent;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/** Times of events, as Beam wants them. */
final class EventTimes {

  private EventTimes() {}

  /**
   * The time of an event's element: that of the event, but never before the watermark, and never
   * outside of what Beam can tell.
   *
   * @param now for an event that tells no time
   */
  static Instant of(FileEvent event, Instant watermark, Instant now) {
    Instant time = event.time() == null ? now : of(event.time());
    return time.isBefore(watermark) ? watermark : time;
  }

  /** A time, moved to the nearest one that Beam can tell. */
  static Instant of(java.time.Instant time) {
    if (time.isBefore(java(BoundedWindow.TIMESTAMP_MIN_VALUE))) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }
    Instant latest = latest();
    return time.isAfter(java(latest)) ? latest : Instant.ofEpochMilli(time.toEpochMilli());
  }

  /** Any time after it would lie outside of the global window. */
  private static Instant latest() {
    return GlobalWindow.INSTANCE.maxTimestamp();
  }

  private static java.time.Instant java(Instant time) {
    return java.time.Instant.ofEpochMilli(time.getMillis());
  }
}
