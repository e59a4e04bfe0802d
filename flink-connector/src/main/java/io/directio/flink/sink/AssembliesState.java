// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.FileAssembly;
import io.directio.format.FormatVersion;
import io.directio.format.NounFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The completeness operator's state: one element says which export this is, and one each what has
 * arrived of a file. Every element begins with its version.
 *
 * <p><b>Threading:</b> stateless.
 */
final class AssembliesState {

  private static final int VERSION = 1;
  private static final int RUN = 1;
  private static final int ASSEMBLY = 2;
  private static final int SUPERSEDED = 3;

  /** Takes what a state holds. */
  interface Reader {
    /** The export, and how many files it has completed, skipped and given up. */
    void run(String run, ExportCounters.Counts counts);

    /** A file that is incomplete. */
    void assembly(FileMetadata file, List<FileAssembly.Range> ranges);

    /** A file of which an older version is left over. */
    void superseded(FileRef file);
  }

  private AssembliesState() {}

  static byte[] run(String run, ExportCounters.Counts counts) throws IOException {
    DataOutputSerializer out = begin(RUN);
    NounFormat.writeText(run, out);
    out.writeLong(counts.completed());
    out.writeLong(counts.skipped());
    out.writeLong(counts.failed());
    return out.getCopyOfBuffer();
  }

  static byte[] assembly(FileAssembly assembly) throws IOException {
    DataOutputSerializer out = begin(ASSEMBLY);
    NounFormat.writeMetadata(assembly.file(), out);
    List<FileAssembly.Range> ranges = assembly.ranges();
    out.writeInt(ranges.size());
    for (FileAssembly.Range range : ranges) {
      out.writeLong(range.offset());
      out.writeLong(range.length());
      out.writeInt(range.crc32c());
    }
    return out.getCopyOfBuffer();
  }

  static byte[] superseded(FileRef file) throws IOException {
    DataOutputSerializer out = begin(SUPERSEDED);
    NounFormat.writeFileRef(file, out);
    return out.getCopyOfBuffer();
  }

  private static DataOutputSerializer begin(int kind) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(256);
    out.writeByte(VERSION);
    out.writeByte(kind);
    return out;
  }

  static void read(byte[] element, Reader reader) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(element);
    int version = in.readUnsignedByte();
    FormatVersion.require("Assemblies", version, VERSION);
    int kind = in.readUnsignedByte();
    switch (kind) {
      case RUN ->
          reader.run(
              NounFormat.readText(in),
              new ExportCounters.Counts(in.readLong(), in.readLong(), in.readLong()));
      case ASSEMBLY -> {
        FileMetadata file = NounFormat.readMetadata(in);
        List<FileAssembly.Range> ranges = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          ranges.add(new FileAssembly.Range(in.readLong(), in.readLong(), in.readInt()));
        }
        reader.assembly(file, ranges);
      }
      case SUPERSEDED -> reader.superseded(NounFormat.readFileRef(in));
      default -> throw new IOException("Unknown kind of state: " + kind);
    }
  }
}
