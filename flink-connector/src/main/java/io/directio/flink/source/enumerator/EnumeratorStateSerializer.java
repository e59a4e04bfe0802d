// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.FileDetails;
import io.directio.flink.source.FileSelection.Position;
import io.directio.flink.source.enumerator.EnumeratorState.BegunFile;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.DirectIOSplitSerializer;
import io.directio.flink.source.split.FileTask;
import io.directio.format.FormatVersion;
import io.directio.notify.EventCursor;
import java.io.DataInput;
import java.io.DataOutput;
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

  private static final int VERSION = 3;

  private final DirectIOSplitSerializer splits = new DirectIOSplitSerializer();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(1024);
    writePosition(state.position(), out);
    out.writeInt(splits.getVersion());
    writeTasks(state.untaken(), out);
    writeTasks(state.toPlan(), out);
    out.writeInt(state.begun().size());
    for (BegunFile begun : state.begun()) {
      DirectIOSplitSerializer.writeTask(begun.task(), FileDetails.NONE, out);
      out.writeLong(begun.fingerprint());
      out.writeInt(begun.nextBlock());
    }
    out.writeInt(state.splits().size());
    for (DirectIOSplit split : state.splits()) {
      writeBytes(splits.serialize(split), out);
    }
    out.writeInt(state.restarted().size());
    for (long ordinal : state.restarted()) {
      out.writeLong(ordinal);
    }
    return out.getCopyOfBuffer();
  }

  private static void writePosition(Position position, DataOutput out) throws IOException {
    out.writeLong(position.ordinal());
    out.writeLong(position.offset());
    out.writeLong(position.line());
    writeBytes(position.events().toBytes(), out);
  }

  private static void writeTasks(List<FileTask> tasks, DataOutput out) throws IOException {
    out.writeInt(tasks.size());
    FileDetails before = FileDetails.NONE;
    for (FileTask task : tasks) {
      DirectIOSplitSerializer.writeTask(task, before, out);
      before = task.file().details();
    }
  }

  private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("Enumerator state", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    return version == 1 ? read1(in) : read2(in);
  }

  /** The second version had splits of the second version. */
  private EnumeratorState read2(DataInput in) throws IOException {
    Position position =
        new Position(
            in.readLong(), in.readLong(), in.readLong(), EventCursor.fromBytes(readBytes(in)));
    int splitVersion = in.readInt();
    return new EnumeratorState(
        position,
        readTasks(splitVersion, in),
        readTasks(splitVersion, in),
        readBegun(splitVersion, in),
        readSplits(splitVersion, in),
        readRestarted(in));
  }

  /** Before there were streams of events. The version of the splits stands in front of them. */
  private EnumeratorState read1(DataInput in) throws IOException {
    Position position = new Position(in.readLong(), in.readLong(), in.readLong());
    List<FileTask> toPlan = readTasks(1, in);
    List<BegunFile> begun = readBegun(1, in);
    List<DirectIOSplit> ready = readSplits(in.readInt(), in);
    return new EnumeratorState(position, List.of(), toPlan, begun, ready, readRestarted(in));
  }

  private static List<FileTask> readTasks(int splitVersion, DataInput in) throws IOException {
    List<FileTask> tasks = new ArrayList<>();
    FileDetails before = FileDetails.NONE;
    for (int left = in.readInt(); left > 0; left--) {
      FileTask task = DirectIOSplitSerializer.readTask(splitVersion, before, in);
      tasks.add(task);
      before = task.file().details();
    }
    return tasks;
  }

  private static List<BegunFile> readBegun(int splitVersion, DataInput in) throws IOException {
    List<BegunFile> begun = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      FileTask task = DirectIOSplitSerializer.readTask(splitVersion, FileDetails.NONE, in);
      begun.add(new BegunFile(task, in.readLong(), in.readInt()));
    }
    return begun;
  }

  private List<DirectIOSplit> readSplits(int splitVersion, DataInput in) throws IOException {
    List<DirectIOSplit> ready = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      ready.add(splits.deserialize(splitVersion, readBytes(in)));
    }
    return ready;
  }

  private static List<Long> readRestarted(DataInput in) throws IOException {
    List<Long> restarted = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      restarted.add(in.readLong());
    }
    return restarted;
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
