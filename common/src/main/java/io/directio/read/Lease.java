// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.FilePlan;
import io.directio.KeyDecryptionException;
import io.directio.SecretBearing;
import io.directio.codec.FileKey;
import io.directio.portal.BlockListing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right to fetch one file's blocks for a while: its signed URLs and its key.
 *
 * <p>Whether a URL has expired is judged by the portal's clock: this machine's own may be wrong, so
 * only the time that has passed since the listing is measured with it.
 *
 * <p><b>Threading:</b> safe for use by many threads.
 */
@SecretBearing
final class Lease {

  /** Unwraps the file's key, when it is first needed. */
  @FunctionalInterface
  interface KeySource {
    FileKey key(BlockListing listing) throws KeyDecryptionException;
  }

  private static final long WEIGHT_OF_BLOCK = 16;

  private final BlockListing listing;
  private final FilePlan plan;
  private final KeySource keys;
  private final Clock clock;
  private final Duration margin;
  private final Instant leasedAt;
  private final Duration serverAhead;
  private final long generation;
  private volatile boolean judged = true;
  private FileKey key;

  /**
   * @param margin how long before its expiry a URL is not used any more
   * @param generation grows with every lease, so that a newer one can be told from an older
   */
  Lease(
      BlockListing listing,
      FilePlan plan,
      KeySource keys,
      Clock clock,
      Duration margin,
      long generation) {
    this.listing = listing;
    this.plan = plan;
    this.keys = keys;
    this.clock = clock;
    this.margin = margin;
    this.generation = generation;
    Instant now = clock.instant();
    this.leasedAt = listing.serverTime().orElse(now);
    this.serverAhead = Duration.between(now, leasedAt);
  }

  FilePlan plan() {
    return plan;
  }

  long generation() {
    return generation;
  }

  /** The signed URL of a chunk of the listing, counted from 0. */
  String url(int chunk) {
    return listing.url(chunk);
  }

  /**
   * The file's key; null if the file is not encrypted.
   *
   * @throws KeyDecryptionException if it can't be unwrapped
   */
  synchronized FileKey key() throws KeyDecryptionException {
    if (key == null && listing.encrypted()) {
      key = keys.key(listing);
    }
    return key;
  }

  /** How far the portal's clock is ahead of this machine's; negative if it is behind. */
  Duration serverAhead() {
    return serverAhead;
  }

  /** Whether a URL was past its expiry when it was given out: one of the clocks must be wrong. */
  boolean wasBornExpired(String url) {
    return SignedUrl.expiry(url).filter(expiry -> !expiry.isAfter(leasedAt)).isPresent();
  }

  /** Uses the URLs from now on until the storage refuses them: their expiry can't be judged. */
  void stopJudging() {
    judged = false;
  }

  boolean isJudged() {
    return judged;
  }

  /**
   * Whether a URL is so close to its expiry that a new lease is due. The margin shrinks with the
   * lifetime of the URL, so that short ones are used for three quarters of it.
   */
  boolean isDue(String url) {
    Optional<Instant> expiry = judged ? SignedUrl.expiry(url) : Optional.empty();
    if (expiry.isEmpty()) {
      return false;
    }
    Duration quarter = Duration.between(leasedAt, expiry.get()).dividedBy(4);
    Duration kept = quarter.compareTo(margin) < 0 ? quarter : margin;
    return !now().isBefore(expiry.get().minus(kept));
  }

  /** Whether a URL has expired, or may have, as nobody can tell. */
  boolean mayHaveExpired(String url) {
    return !judged || SignedUrl.expiry(url).filter(expiry -> !now().isBefore(expiry)).isPresent();
  }

  private Instant now() {
    return clock.instant().plus(serverAhead);
  }

  /** How many bytes the lease occupies, roughly. */
  long weight() {
    return listing.weight() + plan.blockCount() * WEIGHT_OF_BLOCK;
  }

  @Override
  public String toString() {
    return "Lease of " + plan;
  }
}
