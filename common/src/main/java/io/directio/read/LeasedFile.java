// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Compression;
import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.SecretBearing;
import io.directio.codec.BlockFormat;

/**
 * A planned file while it is being read, with the lease that is in use. The lease is replaced
 * whenever it has to be; the plan never is.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
@SecretBearing
final class LeasedFile {

  private final BlockLeases leases;
  private final FilePlan plan;
  private volatile Lease lease;

  LeasedFile(BlockLeases leases, Lease lease) {
    this.leases = leases;
    this.plan = lease.plan();
    this.lease = lease;
  }

  FilePlan plan() {
    return plan;
  }

  /** Whether the objects are the plain file: neither encrypted nor compressed. */
  boolean isNative() {
    return !plan.metadata().encrypted() && plan.metadata().compression() == Compression.NONE;
  }

  /** How the blocks are stored. */
  BlockFormat format(boolean azurePrefix) {
    return new BlockFormat(plan.metadata().encrypted(), plan.metadata().compression(), azurePrefix);
  }

  /** The lease in use. */
  Lease lease() {
    return lease;
  }

  /**
   * A chunk's URL, which is not about to expire.
   *
   * @param chunk index of the chunk in the listing, from 0
   * @throws FileChangedException if the file has other blocks by now
   */
  LeasedUrl url(int chunk) throws DirectIOException {
    Lease inUse = lease;
    LeasedUrl current = new LeasedUrl(inUse, inUse.url(chunk));
    return current.isDue() ? renewed(current.lease(), chunk) : current;
  }

  /**
   * A chunk's URL under a newer lease than one that turned out to be of no use.
   *
   * @throws FileChangedException if the file has other blocks by now
   */
  LeasedUrl renewed(Lease stale, int chunk) throws DirectIOException {
    Lease current = lease;
    if (current.generation() > stale.generation()) {
      return new LeasedUrl(current, current.url(chunk));
    }
    Lease next = leases.renewed(stale);
    LeasedUrl url = new LeasedUrl(next, next.url(chunk));
    if (next.wasBornExpired(url.url())) {
      leases.distrustClock(next);
    }
    lease = next;
    return url;
  }

  /** The reading has ended; what the lease holds need not be kept for others. */
  void forget() {
    leases.forget(lease);
  }

  @Override
  public String toString() {
    return "Leased " + plan;
  }
}
