// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.StoredRange;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes what reading gives. The type counts as immutable, so that a block passes between
 * chained operators as it is, with or without object reuse; only where it crosses a network its
 * bytes are copied.
 */
public final class ReadResultSerializer extends NounSerializer<ReadResult> {

  /** The only instance that is needed: it has no state. */
  public static final ReadResultSerializer INSTANCE = new ReadResultSerializer();

  private static final long serialVersionUID = 1L;

  private static final int BLOCK = 1;
  private static final int STORED_RANGE = 2;
  private static final int ENTRY = 3;

  @Override
  public void serialize(ReadResult result, DataOutputView target) throws IOException {
    if (result instanceof Block block) {
      target.writeByte(BLOCK);
      NounFormat.writeBlock(block, target);
    } else if (result instanceof StoredRange range) {
      target.writeByte(STORED_RANGE);
      NounFormat.writeStoredRange(range, target);
    } else {
      target.writeByte(ENTRY);
      NounFormat.writeEntry((ManifestEntry) result, target);
    }
  }

  @Override
  public ReadResult deserialize(DataInputView source) throws IOException {
    int kind = source.readUnsignedByte();
    return switch (kind) {
      case BLOCK -> NounFormat.readBlock(source);
      case STORED_RANGE -> NounFormat.readStoredRange(source);
      case ENTRY -> NounFormat.readEntry(source);
      default ->
          throw new IOException(
              "Unknown kind of record " + kind + "; was this written by a later version?");
    };
  }

  @Override
  public TypeSerializerSnapshot<ReadResult> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Tells a savepoint which serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ReadResult> {
    /** For Flink, which makes it by reflection. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
