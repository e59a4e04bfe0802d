// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.enumerator.EnumeratorState.BegunFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.DirectIOSplitSerializer;
import io.directio.flink.source.split.FileTask;
import io.directio.format.FormatVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The enumerator's state as it stands in checkpoints.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {

  private static final int VERSION = 1;

  private final DirectIOSplitSerializer splits = new DirectIOSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeLong(state.position().ordinal());
    out.writeLong(state.position().offset());
    out.writeLong(state.position().line());
    out.writeInt(state.toPlan().size());
    for (FileTask task : state.toPlan()) {
      DirectIOSplitSerializer.writeTask(task, out);
    }
    out.writeInt(state.begun().size());
    for (BegunFile begun : state.begun()) {
      DirectIOSplitSerializer.writeTask(begun.task(), out);
      out.writeLong(begun.fingerprint());
      out.writeInt(begun.nextBlock());
    }
    out.writeInt(splits.getVersion());
    out.writeInt(state.splits().size());
    for (DirectIOSplit split : state.splits()) {
      byte[] bytes = splits.serialize(split);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    out.writeInt(state.restarted().size());
    for (long ordinal : state.restarted()) {
      out.writeLong(ordinal);
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("Enumerator state", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    Position position = new Position(in.readLong(), in.readLong(), in.readLong());
    List<FileTask> toPlan = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      toPlan.add(DirectIOSplitSerializer.readTask(in));
    }
    List<BegunFile> begun = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      begun.add(new BegunFile(DirectIOSplitSerializer.readTask(in), in.readLong(), in.readInt()));
    }
    int splitVersion = in.readInt();
    List<DirectIOSplit> ready = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      ready.add(splits.deserialize(splitVersion, bytes));
    }
    List<Long> restarted = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      restarted.add(in.readLong());
    }
    return new EnumeratorState(position, toPlan, begun, ready, restarted);
  }
}
