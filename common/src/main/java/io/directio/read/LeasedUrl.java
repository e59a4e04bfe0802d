// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.SecretBearing;

/**
 * The signed URL of one chunk, taken out of its lease once, as that costs a little.
 *
 * @param lease what the URL was taken from
 * @param url the URL: a secret
 */
@SecretBearing
record LeasedUrl(Lease lease, String url) {

  /** Whether the URL is so close to its expiry that a new lease is due. */
  boolean isDue() {
    return lease.isDue(url);
  }

  /** Whether the URL has expired, or may have, as nobody can tell. */
  boolean mayHaveExpired() {
    return lease.mayHaveExpired(url);
  }

  @Override
  public String toString() {
    return "URL of the " + lease;
  }
}
