// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Receipt;
import java.util.List;
import java.util.Objects;

/** What one bundle tells of one file. */
public sealed interface FilePart {

  /** The portal's id of the file. */
  long fileId();

  /**
   * Some of its bytes are durable at the destination.
   *
   * @param file the file, in the version that the bytes are of
   * @param receipts for the bytes; all of this version
   */
  record Written(FileMetadata file, List<Receipt> receipts) implements FilePart {
    public Written {
      Objects.requireNonNull(file, "file");
      receipts = List.copyOf(receipts);
    }

    @Override
    public long fileId() {
      return file.file().fileId();
    }
  }

  /**
   * It ended without being assembled: it failed, or is there already.
   *
   * @param row its row of the manifest
   */
  record Ended(ManifestEntry row) implements FilePart {
    public Ended {
      Objects.requireNonNull(row, "row");
    }

    @Override
    public long fileId() {
      return row.fileId();
    }
  }
}
