// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.format.FormatVersion;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The enumerator's state as it stands in checkpoints: a split, or nothing.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class PendingSplitSerializer implements SimpleVersionedSerializer<PendingSplit> {

  private static final int VERSION = 1;

  private final EventSplitSerializer splits = new EventSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(PendingSplit state) {
    return state.split().map(splits::serialize).orElse(new byte[0]);
  }

  @Override
  public PendingSplit deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("State of the source of events", version, VERSION);
    return new PendingSplit(
        serialized.length == 0
            ? Optional.empty()
            : Optional.of(splits.deserialize(splits.getVersion(), serialized)));
  }
}
