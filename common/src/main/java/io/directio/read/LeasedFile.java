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
   * A lease under which a chunk's URL is not about to expire.
   *
   * @throws FileChangedException if the file has other blocks by now
   */
  Lease lease(int chunk) throws DirectIOException {
    Lease current = lease;
    return current.isDue(current.url(chunk)) ? renewed(current, chunk) : current;
  }

  /**
   * A newer lease than one that turned out to be of no use.
   *
   * @throws FileChangedException if the file has other blocks by now
   */
  Lease renewed(Lease stale, int chunk) throws DirectIOException {
    Lease current = lease;
    if (current.generation() > stale.generation()) {
      return current;
    }
    Lease next = leases.renewed(stale);
    if (next.wasBornExpired(next.url(chunk))) {
      leases.distrustClock(next);
    }
    lease = next;
    return next;
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
