// SPDX-License-Identifier: Apache-2.0
package io.directio;

/** How the blocks of a file are compressed, as the portal's listing says. */
public enum Compression {
  /** Blocks are the plain bytes. They are never sniffed: a user's own archive looks compressed. */
  NONE,
  /**
   * Gzip, or whatever a deduplicated block was written with: each block tells by its first bytes.
   */
  GZIP,
  /** Snappy, framed or raw; each block tells by its first bytes. */
  SNAPPY
}
