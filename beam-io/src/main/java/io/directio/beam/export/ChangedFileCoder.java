// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.beam.coders.NounCoder;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Files that were found changed. */
final class ChangedFileCoder extends NounCoder<ChangedFile> {

  private static final long serialVersionUID = 1L;
  private static final ChangedFileCoder INSTANCE = new ChangedFileCoder();

  private ChangedFileCoder() {}

  /** The coder. */
  static ChangedFileCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ChangedFile changed, DataOutput out) throws IOException {
    NounFormat.writeFileRef(changed.file(), out);
    out.writeLong(changed.fingerprint());
  }

  @Override
  protected ChangedFile read(DataInput in) throws IOException {
    return new ChangedFile(NounFormat.readFileRef(in), in.readLong());
  }
}
