// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileDeletion;
import io.directio.FileDetails;
import io.directio.FileRef;
import io.directio.format.NounFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Files that are gone, as they stand in checkpoints. */
final class DeletionsFormat {

  private DeletionsFormat() {}

  static void write(List<FileDeletion> deletions, DataOutput out) throws IOException {
    out.writeInt(deletions.size());
    FileDetails before = FileDetails.NONE;
    for (FileDeletion deletion : deletions) {
      NounFormat.writeFileRef(deletion.file(), before, out);
      before = deletion.file().details();
    }
  }

  static List<FileDeletion> read(DataInput in) throws IOException {
    List<FileDeletion> deletions = new ArrayList<>();
    FileDetails before = FileDetails.NONE;
    for (int left = in.readInt(); left > 0; left--) {
      FileRef file = NounFormat.readFileRef(before, in);
      deletions.add(new FileDeletion(file));
      before = file.details();
    }
    return deletions;
  }
}
