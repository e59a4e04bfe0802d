// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.beam.coders.NounCoder;
import io.directio.notify.EventCursor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Positions in a snapshot. */
final class SnapshotPositionCoder extends NounCoder<SnapshotPosition> {

  private static final long serialVersionUID = 1L;
  private static final SnapshotPositionCoder INSTANCE = new SnapshotPositionCoder();

  /** Far more than any number of folders needs. */
  private static final int MOST = 64 << 20;

  private SnapshotPositionCoder() {}

  /** The coder. */
  static SnapshotPositionCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(SnapshotPosition position, DataOutput out) throws IOException {
    byte[] cursor = position.from().toBytes();
    out.writeBoolean(position.over());
    out.writeInt(cursor.length);
    out.write(cursor);
  }

  @Override
  protected SnapshotPosition read(DataInput in) throws IOException {
    boolean over = in.readBoolean();
    int length = in.readInt();
    if (length < 0 || length > MOST) {
      throw new IOException("Not a position in a snapshot: it would have " + length + " bytes");
    }
    byte[] cursor = new byte[length];
    in.readFully(cursor);
    return new SnapshotPosition(EventCursor.fromBytes(cursor), over);
  }
}
