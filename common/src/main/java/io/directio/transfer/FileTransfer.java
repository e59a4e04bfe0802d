// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileAssembly;
import io.directio.assemble.Receipt;
import java.util.Optional;

/**
 * One file on its way: which of its bytes have arrived, how many are being written, and whether the
 * reader has said its last word.
 *
 * <p>A file that changes while it is read begins again under another fingerprint; what still
 * arrives of the version before doesn't count.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class FileTransfer {

  private final FileRef file;
  private final int attempt;
  private FileAssembly assembly; // null until the first bytes come
  private int versions;
  private int writing;
  private boolean readToTheEnd;
  private boolean settled;
  private ManifestEntry row;

  /**
   * @param attempt from 1
   */
  FileTransfer(FileRef file, int attempt) {
    this.file = file;
    this.attempt = attempt;
  }

  FileRef file() {
    return file;
  }

  int attempt() {
    return attempt;
  }

  /** A block is about to be written. Blocks must be announced in the order in which they came. */
  synchronized void writing(FileMetadata version) {
    enter(version);
    writing++;
  }

  /** A block was written. */
  synchronized void wrote(Receipt receipt) {
    writing--;
    count(receipt);
  }

  /** A block could not be written, and so the file can't be assembled. */
  synchronized void unwritten(DirectIOException cause) {
    writing--;
    fail(cause);
  }

  /** Bytes turned out to be there already. */
  synchronized void inherited(Receipt receipt) {
    enter(receipt.file());
    count(receipt);
  }

  /** The reader has said its last word: the row of a file that ends without being assembled. */
  synchronized void readToTheEnd(Optional<ManifestEntry> last) {
    readToTheEnd = true;
    if (row == null) {
      row = last.orElse(null);
    }
  }

  /** Says once that nothing more will happen to the file before it is published or written off. */
  synchronized boolean settles() {
    boolean now = readToTheEnd && writing == 0 && !settled;
    settled |= now;
    return now;
  }

  /** The row of the file, if it ends without being assembled. */
  synchronized Optional<ManifestEntry> row() {
    return Optional.ofNullable(row);
  }

  /** The file, assembled. */
  synchronized CompletedFile completed() {
    return assembly.completed();
  }

  /** Whether bytes of another version than the last may lie at the destination. */
  synchronized boolean hasOlderVersions() {
    return versions > 1;
  }

  private void enter(FileMetadata version) {
    if (assembly == null || assembly.file().fingerprint() != version.fingerprint()) {
      assembly = new FileAssembly(version);
      versions++;
    }
  }

  private void count(Receipt receipt) {
    if (receipt.file().fingerprint() != assembly.file().fingerprint()) {
      return;
    }
    try {
      assembly.add(receipt);
    } catch (FileChangedException e) {
      fail(e);
    }
  }

  private void fail(DirectIOException cause) {
    if (row == null) {
      row = ManifestEntry.failed(file, cause);
    }
  }
}
