// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.notify.EventCursor;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The stream of events from a position on. There is only one.
 *
 * @param position where it goes on
 */
public record EventSplit(EventCursor position) implements SourceSplit {

  static final String ID = "events";

  /** All of it. */
  public static final EventSplit ALL = new EventSplit(EventCursor.START);

  public EventSplit {
    Objects.requireNonNull(position, "position");
  }

  @Override
  public String splitId() {
    return ID;
  }
}
