// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

/** What faults must know about files. */
public interface Files {
  /**
   * The id of a file.
   *
   * @throws IllegalArgumentException when there is none of this path
   */
  long id(String path);

  /**
   * The object that this payload becomes as a block of a file: encrypted with its key, prefixed.
   */
  byte[] seal(long fileId, byte[] payload);

  /** How many bytes stand before the header byte of an encrypted object. */
  int prefixLength();
}
