// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.types;

import io.directio.ManifestEntry;
import io.directio.format.NounFormat;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serializes rows of the manifest, for the side output of failed files. */
public final class ManifestEntrySerializer extends NounSerializer<ManifestEntry> {

  /** The only instance that is needed: it has no state. */
  public static final ManifestEntrySerializer INSTANCE = new ManifestEntrySerializer();

  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(ManifestEntry entry, DataOutputView target) throws IOException {
    NounFormat.writeEntry(entry, target);
  }

  @Override
  public ManifestEntry deserialize(DataInputView source) throws IOException {
    return NounFormat.readEntry(source);
  }

  @Override
  public TypeSerializerSnapshot<ManifestEntry> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Tells a savepoint which serializer wrote it. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ManifestEntry> {
    /** For Flink, which makes it by reflection. */
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
