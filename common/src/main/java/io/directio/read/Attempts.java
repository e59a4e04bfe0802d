// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/**
 * Counts what was tried for one block, and says when it is enough. Failures of different kinds are
 * bounded each for itself: a storage that asks for patience gets more of it than one that keeps
 * sending garbage, and a new URL is asked for only where it can help.
 *
 * <p><b>Threading:</b> not thread-safe; belongs to one {@link BlockFetch}.
 */
final class Attempts {

  /** A block that arrives damaged is fetched this often in all: the wire could have been wrong. */
  static final int CORRUPT = 3;

  /** A block's URL is asked for again this often. */
  static final int RENEWALS = 2;

  /** Answers that ask for patience are obeyed this many times the usual number of attempts. */
  static final int PATIENCE = 4;

  private int transients;
  private int throttled;
  private int corrupt;
  private int renewals;
  private boolean missing;

  /** Whether nothing was tried yet. */
  boolean isFirst() {
    return failures() == 0;
  }

  /** All failures so far. */
  int failures() {
    return transients + throttled + corrupt + renewals;
  }

  /** How often a new URL was asked for. */
  int renewals() {
    return renewals;
  }

  /** Notes a failure that may pass by itself; says whether to try again. */
  boolean mayRetry(int allowed) {
    return ++transients < allowed;
  }

  /** Notes that the storage asked for patience; says whether to try again. */
  boolean mayWait(int allowed) {
    return ++throttled < allowed * PATIENCE;
  }

  /** Notes that what arrived was damaged; says whether to fetch it again. */
  boolean mayRefetch() {
    return ++corrupt < CORRUPT;
  }

  /** Notes that the storage refused the URL; says whether to ask for a new one. */
  boolean mayRenew() {
    return ++renewals <= RENEWALS;
  }

  /** Notes that the storage doesn't have the object; says whether to ask for a new URL, once. */
  boolean mayRenewMissing() {
    boolean first = !missing;
    missing = true;
    renewals++;
    return first;
  }
}
