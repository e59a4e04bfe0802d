// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.CoderException;

/**
 * What the coders of the nouns share: a byte with the version of the layout, then the noun. Bytes
 * of another version are refused, not misread.
 *
 * <p><b>Threading:</b> stateless.
 */
public abstract class NounCoder<T> extends AtomicCoder<T> {

  private static final long serialVersionUID = 1L;

  private static final int VERSION = 1;

  @Override
  public final void encode(T noun, OutputStream stream) throws IOException {
    if (noun == null) {
      throw new CoderException("Nothing can't be encoded");
    }
    DataOutputStream out = new DataOutputStream(stream);
    out.writeByte(VERSION);
    write(noun, out);
    out.flush();
  }

  @Override
  public final T decode(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new CoderException(
          getClass().getSimpleName()
              + " knows version "
              + VERSION
              + ", not "
              + version
              + "; the bytes were written by another release: drain the pipeline before an update");
    }
    return read(in);
  }

  /** Writes the noun. */
  protected abstract void write(T noun, DataOutput out) throws IOException;

  /** Reads a noun. */
  protected abstract T read(DataInput in) throws IOException;

  /** Two nouns have the same bytes if, and only if, they are equal. */
  @Override
  public final boolean consistentWithEquals() {
    return true;
  }
}
