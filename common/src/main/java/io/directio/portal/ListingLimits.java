// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

/**
 * How much a listing may be. A portal that is broken, or is no portal, must not take the memory of
 * a worker.
 *
 * @param maxChunks most chunks of one file; default 2 000 000, which at 4 MB each are 8 TB
 * @param maxBytes most bytes of one answer; default 4 GiB
 */
record ListingLimits(int maxChunks, long maxBytes) {

  static final ListingLimits DEFAULT = new ListingLimits(2_000_000, 4L << 30);
}
