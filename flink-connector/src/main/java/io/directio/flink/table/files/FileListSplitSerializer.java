// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.source.FileSelection.Position;
import io.directio.format.FormatVersion;
import io.directio.format.NounFormat;
import io.directio.notify.EventCursor;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Splits as bytes.
 *
 * <p><b>Threading:</b> stateless.
 */
final class FileListSplitSerializer implements SimpleVersionedSerializer<FileListSplit> {

  private static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(FileListSplit split) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeLong(split.position().ordinal());
    out.writeLong(split.position().offset());
    out.writeLong(split.position().line());
    byte[] events = split.position().events().toBytes();
    out.writeInt(events.length);
    out.write(events);
    out.writeInt(split.rest().size());
    for (FoundFile found : split.rest()) {
      NounFormat.writeFileRef(found.file(), out);
      out.writeBoolean(found.modified() != null);
      if (found.modified() != null) {
        out.writeLong(found.modified().toEpochMilli());
      }
    }
    return out.getCopyOfBuffer();
  }

  @Override
  public FileListSplit deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("List of files", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    long ordinal = in.readLong();
    long offset = in.readLong();
    long line = in.readLong();
    byte[] events = new byte[in.readInt()];
    in.readFully(events);
    Position position = new Position(ordinal, offset, line, EventCursor.fromBytes(events));
    List<FoundFile> rest = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      rest.add(
          new FoundFile(
              NounFormat.readFileRef(in),
              in.readBoolean() ? Instant.ofEpochMilli(in.readLong()) : null));
    }
    return new FileListSplit(rest, position);
  }
}
