// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.coders;

import io.directio.FileEvent;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Events of files and folders. */
public final class FileEventCoder extends NounCoder<FileEvent> {

  private static final long serialVersionUID = 1L;
  private static final FileEventCoder INSTANCE = new FileEventCoder();

  private FileEventCoder() {}

  /** The coder. */
  public static FileEventCoder of() {
    return INSTANCE;
  }

  @Override
  protected void write(FileEvent event, DataOutput out) throws IOException {
    NounFormat.writeEvent(event, out);
  }

  @Override
  protected FileEvent read(DataInput in) throws IOException {
    return NounFormat.readEvent(in);
  }
}
