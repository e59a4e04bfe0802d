// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.FileMetadata;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Files with all their bytes. */
public final class WholeFileCoder extends NounCoder<WholeFile> {

  private static final long serialVersionUID = 1L;
  private static final WholeFileCoder INSTANCE = new WholeFileCoder();

  private WholeFileCoder() {}

  /** The coder. */
  public static WholeFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(WholeFile file, DataOutput out) throws IOException {
    NounFormat.writeMetadata(file.file(), out);
    out.write(file.bytes());
  }

  @Override
  protected WholeFile read(DataInput in) throws IOException {
    FileMetadata file = NounFormat.readMetadata(in);
    if (file.size() < 0 || file.size() > Integer.MAX_VALUE - 8) {
      throw new IOException("Not a whole file: it would have " + file.size() + " bytes");
    }
    byte[] bytes = new byte[(int) file.size()];
    in.readFully(bytes);
    return new WholeFile(file, bytes);
  }
}
