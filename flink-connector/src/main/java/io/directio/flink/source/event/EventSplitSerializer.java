// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.format.FormatVersion;
import io.directio.notify.EventCursor;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The split as it stands in checkpoints: its position, which has a version of its own as well.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class EventSplitSerializer implements SimpleVersionedSerializer<EventSplit> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EventSplit split) {
    return split.position().toBytes();
  }

  @Override
  public EventSplit deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("A split of events", version, VERSION);
    return new EventSplit(EventCursor.fromBytes(serialized));
  }
}
