// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks;

/** How much time a part may take. */
public enum Effort {
  /** As much as figures need that are to be shown: a few minutes a part. */
  FULL,
  /**
   * As little as shows that nothing is broken: less than a minute a part; the figures are rough.
   */
  QUICK
}
