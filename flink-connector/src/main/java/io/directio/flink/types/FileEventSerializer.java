// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import io.directio.FileEvent;
import io.directio.format.NounFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes events. */
public final class FileEventSerializer extends NounSerializer<FileEvent> {

  /** The only instance that is needed: it has no state. */
  public static final FileEventSerializer INSTANCE = new FileEventSerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(FileEvent event, DataOutputView target) throws IOException {
    NounFormat.writeEvent(event, target);
  }

  @Override
  public FileEvent deserialize(DataInputView source) throws IOException {
    return NounFormat.readEvent(source);
  }

  @Override
  public TypeSerializerSnapshot<FileEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Tells a savepoint which serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FileEvent> {
    /** For Flink, which makes it by reflection. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
