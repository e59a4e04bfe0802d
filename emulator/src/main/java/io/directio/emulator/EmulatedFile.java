// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

/**
 * A file that the portal knows.
 *
 * @param id what Direct IO calls it by
 * @param path relative, with slashes
 * @param content its plain bytes
 */
public record EmulatedFile(long id, String path, Content content) {
  /** Length in bytes. */
  public long size() {
    return content.size();
  }

  @Override
  public String toString() {
    return path + " (id " + id + ", " + size() + " bytes)";
  }
}
