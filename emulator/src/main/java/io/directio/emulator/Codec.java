// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

/** How blocks are compressed, and what the listing says about it. */
public enum Codec {
  /** Snappy in snappy-java's stream framing; the listing says {@code SNAPPY}. */
  SNAPPY("SNAPPY"),
  /** One raw snappy chunk per block; the listing says {@code SNAPPY}. */
  SNAPPY_RAW("SNAPPY"),
  /** Gzip; the listing says {@code GZIP}. */
  GZIP("GZIP"),
  /** Bytes as they are; the listing says {@code NONE}. */
  NONE("NONE"),
  /**
   * Framed snappy, raw snappy and gzip by turns within one file, as deduplication over time leaves
   * them behind; the listing says {@code SNAPPY}.
   */
  MIXED("SNAPPY");

  private final String listed;

  Codec(String listed) {
    this.listed = listed;
  }

  /** The value of {@code compression_type} in the listing. */
  public String listed() {
    return listed;
  }
}
