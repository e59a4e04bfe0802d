// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.beam.coders.NounCoder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Units of files. */
final class UnitCoder extends NounCoder<Unit> {

  private static final long serialVersionUID = 1L;
  private static final UnitCoder INSTANCE = new UnitCoder();

  private UnitCoder() {}

  /** The coder. */
  static UnitCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(Unit unit, DataOutput out) throws IOException {
    out.writeLong(unit.fileId());
    out.writeLong(unit.fingerprint());
    out.writeLong(unit.number());
  }

  @Override
  protected Unit read(DataInput in) throws IOException {
    return new Unit(in.readLong(), in.readLong(), in.readLong());
  }
}
