// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.beam.coders.NounCoder;
import io.directio.notify.EventCursor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Positions in a stream of events. */
final class FeedPositionCoder extends NounCoder<FeedPosition> {

  private static final long serialVersionUID = 1L;
  private static final FeedPositionCoder INSTANCE = new FeedPositionCoder();

  /** Far more than any number of folders needs. */
  private static final int MOST = 64 << 20;

  private FeedPositionCoder() {}

  /** The coder. */
  static FeedPositionCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(FeedPosition position, DataOutput out) throws IOException {
    byte[] cursor = position.from().toBytes();
    out.writeBoolean(position.over());
    out.writeInt(cursor.length);
    out.write(cursor);
  }

  @Override
  protected FeedPosition read(DataInput in) throws IOException {
    boolean over = in.readBoolean();
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException(
          "Not a position in a stream of events: it would have " + length + " bytes");
    }
    byte[] cursor = new byte[length];
    in.readFully(cursor);
    return new FeedPosition(EventCursor.fromBytes(cursor), over);
  }
}
