// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.ManifestEntry;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Rows of the manifest. */
public final class ManifestEntryCoder extends NounCoder<ManifestEntry> {

  private static final long serialVersionUID = 1L;
  private static final ManifestEntryCoder INSTANCE = new ManifestEntryCoder();

  private ManifestEntryCoder() {}

  /** The coder. */
  public static ManifestEntryCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(ManifestEntry entry, DataOutput out) throws IOException {
    NounFormat.writeEntry(entry, out);
  }

  @Override
  protected ManifestEntry read(DataInput in) throws IOException {
    return NounFormat.readEntry(in);
  }
}
