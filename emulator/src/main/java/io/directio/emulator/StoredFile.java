// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.encode.FileKey;
import java.util.Optional;

/**
 * A file with its blocks in the store.
 *
 * @param key empty = not encrypted
 * @param wrappedKey the key as the listing shows it
 * @param lengths of the plain blocks, in order
 * @param objects numbers of the stored objects, in the same order; one can stand there repeatedly
 */
record StoredFile(
    EmulatedFile file,
    Optional<FileKey> key,
    Optional<String> wrappedKey,
    long[] lengths,
    int[] objects) {
  int blocks() {
    return lengths.length;
  }

  @Override
  public String toString() {
    return file + " in " + blocks() + " blocks";
  }
}
