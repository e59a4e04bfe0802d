// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import io.directio.format.FormatVersion;
import io.directio.format.NounFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What writers send to the completeness operator. Receipts are grouped, so that a file is described
 * once, however many blocks of it were written.
 *
 * <p><b>Threading:</b> stateless.
 */
final class WriteResultSerializer implements SimpleVersionedSerializer<WriteResult> {

  private static final int VERSION = 2;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(WriteResult result) throws IOException {
    Map<FileMetadata, List<Receipt>> byFile = new LinkedHashMap<>();
    for (Receipt receipt : result.receipts()) {
      byFile.computeIfAbsent(receipt.file(), any -> new ArrayList<>()).add(receipt);
    }
    DataOutputSerializer out = new DataOutputSerializer(1024);
    out.writeInt(byFile.size());
    for (Map.Entry<FileMetadata, List<Receipt>> file : byFile.entrySet()) {
      NounFormat.writeMetadata(file.getKey(), out);
      out.writeInt(file.getValue().size());
      for (Receipt receipt : file.getValue()) {
        out.writeLong(receipt.offset());
        out.writeLong(receipt.length());
        out.writeInt(receipt.crc32c());
        out.writeBoolean(receipt.inherited());
      }
    }
    out.writeInt(result.entries().size());
    for (ManifestEntry entry : result.entries()) {
      NounFormat.writeEntry(entry, out);
    }
    DeletionsFormat.write(result.deletions(), out);
    return out.getCopyOfBuffer();
  }

  @Override
  public WriteResult deserialize(int version, byte[] serialized) throws IOException {
    FormatVersion.require("Receipts", version, VERSION);
    DataInputDeserializer in = new DataInputDeserializer(serialized);
    List<Receipt> receipts = new ArrayList<>();
    for (int files = in.readInt(); files > 0; files--) {
      FileMetadata file = NounFormat.readMetadata(in);
      for (int left = in.readInt(); left > 0; left--) {
        receipts.add(
            new Receipt(file, in.readLong(), in.readLong(), in.readInt(), in.readBoolean()));
      }
    }
    List<ManifestEntry> entries = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      entries.add(NounFormat.readEntry(in));
    }
    return new WriteResult(receipts, entries, version > 1 ? DeletionsFormat.read(in) : List.of());
  }
}
