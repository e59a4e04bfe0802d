// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.Compression;
import io.directio.DirectIOException;
import io.directio.FileChangedException;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.MalformedListingException;
import io.directio.SecretBearing;
import io.directio.portal.BlockListing;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only holder of signed URLs and unwrapped keys. Leases are made by listing a file, once at a
 * time for each file: whoever needs the same lease meanwhile waits for that listing, whose thread
 * is at work, and never for one that nobody makes. The most recently used leases are kept, up to a
 * size in bytes.
 *
 * <p><b>Threading:</b> safe for use by many threads. Methods that lease block for the time of a
 * portal call and its retries.
 */
@SecretBearing
final class BlockLeases {

  /** Lists a file's blocks. */
  @FunctionalInterface
  interface Listings {
    BlockListing list(FileRef file) throws DirectIOException;
  }

  /**
   * How leases are made and kept.
   *
   * @param nativeBlockSize size in bytes beyond which a native chunk is read in pieces
   * @param maxBlockSize size in bytes up to which a block is held whole in memory
   * @param margin how long before its expiry a URL is not used any more
   * @param memory how many bytes of leases are kept
   */
  record Policy(int nativeBlockSize, int maxBlockSize, Duration margin, long memory) {}

  private static final Logger LOG = LoggerFactory.getLogger(BlockLeases.class);

  /** A clock that is off by more than this is worth a warning. */
  private static final Duration TOLERATED = Duration.ofMinutes(5);

  private final Listings listings;
  private final Lease.KeySource keys;
  private final Policy policy;
  private final Clock clock;
  private final AtomicLong generations = new AtomicLong();
  private final Map<FileRef, CompletableFuture<Lease>> underWay = new ConcurrentHashMap<>();
  private final Map<FileRef, Lease> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;
  private volatile boolean clockDistrusted;
  private volatile boolean clockWarned;

  BlockLeases(Listings listings, Lease.KeySource keys, Policy policy, Clock clock) {
    this.listings = listings;
    this.keys = keys;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Leases a file as it is now: asks the portal, or joins whoever is asking.
   *
   * @throws DirectIOException as listing does
   * @throws MalformedListingException if a block is too large to be held in memory
   */
  LeasedFile fresh(FileRef file) throws DirectIOException {
    return new LeasedFile(this, list(file));
  }

  /** The lease of a file that is kept from before, if there is one. */
  Optional<LeasedFile> remembered(FileRef file) {
    return Optional.ofNullable(kept(file)).map(lease -> new LeasedFile(this, lease));
  }

  /**
   * Leases a file that was planned before: from memory if possible.
   *
   * @param fingerprint the plan's
   * @throws FileChangedException if the file has another fingerprint by now
   */
  LeasedFile planned(FileRef file, long fingerprint) throws DirectIOException {
    Lease known = kept(file);
    if (known != null && known.plan().fingerprint() == fingerprint) {
      return new LeasedFile(this, known);
    }
    Lease lease = list(file);
    verify(lease, fingerprint);
    return new LeasedFile(this, lease);
  }

  /**
   * A newer lease of the same plan.
   *
   * @throws FileChangedException if the file has another fingerprint by now
   */
  Lease renewed(Lease stale) throws DirectIOException {
    Lease known = kept(stale.plan().file());
    Lease lease =
        known != null && known.generation() > stale.generation()
            ? known
            : list(stale.plan().file());
    verify(lease, stale.plan().fingerprint());
    return lease;
  }

  /** Uses a lease without looking at its expiry, which a wrong clock makes unreadable. */
  void distrustClock(Lease lease) {
    lease.stopJudging();
    if (!clockDistrusted) {
      clockDistrusted = true;
      LOG.warn(
          "Signed URLs have expired by the time they arrive. Either the clock of this machine is"
              + " wrong and the portal does not tell its own, or the portal's is. URLs are used"
              + " until the storage refuses them; set the clocks by NTP.");
    }
  }

  /** Forgets a lease, if it is still the one that is kept. */
  void forget(Lease lease) {
    synchronized (kept) {
      if (kept.remove(lease.plan().file(), lease)) {
        keptBytes -= lease.weight();
      }
    }
  }

  /** How many bytes of leases are kept now. */
  long keptBytes() {
    synchronized (kept) {
      return keptBytes;
    }
  }

  private Lease kept(FileRef file) {
    synchronized (kept) {
      return kept.get(file);
    }
  }

  private Lease list(FileRef file) throws DirectIOException {
    while (true) {
      CompletableFuture<Lease> mine = new CompletableFuture<>();
      CompletableFuture<Lease> theirs = underWay.putIfAbsent(file, mine);
      if (theirs == null) {
        return lead(file, mine);
      }
      Lease joined = join(file, theirs);
      if (joined != null) {
        return joined;
      }
    }
  }

  /** Lists for all who wait; whatever happens, they are told. */
  private Lease lead(FileRef file, CompletableFuture<Lease> flight) throws DirectIOException {
    Throwable failure = null;
    Lease lease = null;
    try {
      lease = lease(file, listings.list(file));
      keep(lease);
      return lease;
    } catch (Throwable e) {
      failure = e;
      throw e;
    } finally {
      underWay.remove(file, flight);
      if (failure == null) {
        flight.complete(lease);
      } else {
        flight.completeExceptionally(failure);
      }
    }
  }

  /** Waits for somebody else's listing; null if that one was given up, so that it is our turn. */
  private static Lease join(FileRef file, CompletableFuture<Lease> flight)
      throws DirectIOException {
    try {
      return flight.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruptions.whileListing(file, e);
    } catch (ExecutionException e) {
      if (Interruptions.isInterruption(e.getCause())) {
        return null;
      }
      if (e.getCause() instanceof DirectIOException known) {
        throw known;
      }
      throw new CompletionException(e.getCause());
    }
  }

  private Lease lease(FileRef file, BlockListing listing) throws DirectIOException {
    long[] lengths = listing.lengths();
    boolean isNative = !listing.encrypted() && listing.compression() == Compression.NONE;
    if (!isNative) {
      refuseTooLarge(file, lengths);
    }
    FilePlan plan;
    try {
      plan =
          FilePlan.of(
              file, listing.compression(), listing.encrypted(), lengths, policy.nativeBlockSize());
    } catch (ArithmeticException e) {
      throw new MalformedListingException(
          file.fileId(), "its blocks add up to more than any file can hold", e);
    }
    Lease lease =
        new Lease(listing, plan, keys, clock, policy.margin(), generations.incrementAndGet());
    judgeClock(lease);
    return lease;
  }

  private void refuseTooLarge(FileRef file, long[] lengths) throws MalformedListingException {
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] > policy.maxBlockSize()) {
        throw new MalformedListingException(
            file.fileId(),
            "block "
                + (i + 1)
                + " has "
                + lengths[i]
                + " bytes; an encrypted or compressed block is read as a whole, and more than "
                + policy.maxBlockSize()
                + " bytes are not allowed (maxBlockSize)");
      }
    }
  }

  private void judgeClock(Lease lease) {
    Duration ahead = lease.serverAhead();
    if (ahead.abs().compareTo(TOLERATED) > 0 && !clockWarned) {
      clockWarned = true;
      LOG.warn(
          "The portal's clock is {} s {} this machine's. The lifetime of URLs is judged by the"
              + " portal's; set the clocks by NTP.",
          ahead.abs().toSeconds(),
          ahead.isNegative() ? "behind" : "ahead of");
    }
    if (clockDistrusted && lease.plan().blockCount() > 0) {
      if (lease.wasBornExpired(lease.url(0))) {
        lease.stopJudging();
      } else {
        clockDistrusted = false;
      }
    }
  }

  private static void verify(Lease lease, long fingerprint) throws FileChangedException {
    if (lease.plan().fingerprint() != fingerprint) {
      throw new FileChangedException(
          lease.plan().file().fileId(),
          "its list of blocks is not the one that it was planned with, so it was changed meanwhile;"
              + " it has to be read again from the start");
    }
  }

  private void keep(Lease lease) {
    if (lease.weight() > policy.memory()) {
      return;
    }
    synchronized (kept) {
      Lease replaced = kept.put(lease.plan().file(), lease);
      keptBytes += lease.weight() - (replaced == null ? 0 : replaced.weight());
      Iterator<Lease> oldest = kept.values().iterator();
      while (keptBytes > policy.memory() && oldest.hasNext()) {
        keptBytes -= oldest.next().weight();
        oldest.remove();
      }
    }
  }

  @Override
  public String toString() {
    synchronized (kept) {
      return "Leases of " + kept.size() + " files";
    }
  }
}
