// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import io.directio.ReadResult;
import io.directio.format.NounFormat;
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

  @Override
  public void serialize(ReadResult result, DataOutputView target) throws IOException {
    NounFormat.writeResult(result, target);
  }

  @Override
  public ReadResult deserialize(DataInputView source) throws IOException {
    return NounFormat.readResult(source);
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
