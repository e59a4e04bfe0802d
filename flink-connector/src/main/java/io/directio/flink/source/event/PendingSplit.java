// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.notify.EventCursor;
import java.util.Optional;

/**
 * What the enumerator remembers: the split, as long as no reader has it.
 *
 * @param split empty once it is assigned
 */
public record PendingSplit(Optional<EventSplit> split) {

  /** Nobody has begun. */
  public static final PendingSplit INITIAL =
      new PendingSplit(Optional.of(new EventSplit(EventCursor.START)));
}
