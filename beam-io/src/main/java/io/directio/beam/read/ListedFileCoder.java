// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.beam.coders.NounCoder;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Files that are read in pieces. */
final class ListedFileCoder extends NounCoder<ListedFile> {

  private static final long serialVersionUID = 1L;
  private static final ListedFileCoder INSTANCE = new ListedFileCoder();

  private ListedFileCoder() {}

  /** The coder. */
  static ListedFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ListedFile listed, DataOutput out) throws IOException {
    NounFormat.writeFileRef(listed.file(), out);
    out.writeBoolean(listed.failure() != null);
    if (listed.failure() != null) {
      NounFormat.writeEntry(listed.failure(), out);
      return;
    }
    out.writeLong(listed.size());
    out.writeLong(listed.fingerprint());
  }

  @Override
  protected ListedFile read(DataInput in) throws IOException {
    FileRef file = NounFormat.readFileRef(in);
    return in.readBoolean()
        ? ListedFile.failed(file, NounFormat.readEntry(in))
        : new ListedFile(file, in.readLong(), in.readLong(), null);
  }
}
