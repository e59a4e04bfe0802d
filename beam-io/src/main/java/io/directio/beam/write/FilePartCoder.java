// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import io.directio.beam.coders.NounCoder;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a bundle did for a file. The file is described once, however many receipts there are. */
final class FilePartCoder extends NounCoder<FilePart> {

  private static final long serialVersionUID = 1L;
  private static final FilePartCoder INSTANCE = new FilePartCoder();

  private FilePartCoder() {}

  /** The coder. */
  static FilePartCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(FilePart part, DataOutput out) throws IOException {
    if (part instanceof FilePart.Ended ended) {
      out.writeBoolean(true);
      NounFormat.writeEntry(ended.row(), out);
      return;
    }
    FilePart.Written written = (FilePart.Written) part;
    out.writeBoolean(false);
    NounFormat.writeMetadata(written.file(), out);
    out.writeInt(written.receipts().size());
    for (Receipt receipt : written.receipts()) {
      out.writeLong(receipt.offset());
      out.writeLong(receipt.length());
      out.writeInt(receipt.crc32c());
      out.writeBoolean(receipt.inherited());
    }
  }

  @Override
  protected FilePart read(DataInput in) throws IOException {
    if (in.readBoolean()) {
      ManifestEntry row = NounFormat.readEntry(in);
      return new FilePart.Ended(row);
    }
    FileMetadata file = NounFormat.readMetadata(in);
    List<Receipt> receipts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      receipts.add(new Receipt(file, in.readLong(), in.readLong(), in.readInt(), in.readBoolean()));
    }
    return new FilePart.Written(file, receipts);
  }
}
