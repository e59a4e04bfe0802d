// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.SizeMismatchException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases files as they are now, and holds the sum of their blocks against the size that an event
 * told. The listing may have been taken while the file changed, so a file that does not fit is
 * listed once more before it is judged.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
final class SizeCheck {

  private static final Logger LOG = LoggerFactory.getLogger(SizeCheck.class);

  private final BlockLeases leases;
  private final SizePolicy policy;

  SizeCheck(BlockLeases leases, SizePolicy policy) {
    this.leases = leases;
    this.policy = policy;
  }

  /**
   * Leases a file as it is now.
   *
   * @throws SizeMismatchException if its size is not the one that is known, and that matters
   */
  LeasedFile lease(FileRef file) throws DirectIOException {
    LeasedFile leased = leases.fresh(file);
    if (!fits(file, leased)) {
      leased = leases.fresh(file);
    }
    if (!fits(file, leased)) {
      String message =
          "its blocks add up to "
              + leased.plan().size()
              + " bytes, but its event told "
              + file.size();
      if (policy == SizePolicy.QUARANTINE) {
        throw new SizeMismatchException(
            file.fileId(), message + "; wait for its next event, or allow the mismatch");
      }
      LOG.warn("File {}: {}; reading it as it is listed", file.fileId(), message);
    }
    return leased;
  }

  /**
   * Leases a file as it was when this client saw it last, if it remembers and the size is the one
   * that is known; else as it is now.
   *
   * @throws SizeMismatchException as {@link #lease} does
   */
  LeasedFile remembered(FileRef file) throws DirectIOException {
    Optional<LeasedFile> remembered = leases.remembered(file).filter(known -> fits(file, known));
    return remembered.isPresent() ? remembered.get() : lease(file);
  }

  private static boolean fits(FileRef file, LeasedFile leased) {
    return !file.sizeKnown() || file.size() == leased.plan().size();
  }
}
