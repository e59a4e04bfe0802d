// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import java.util.List;
import java.util.Objects;

/**
 * Whole files that nobody has listed: small ones, or ones of unknown size. Each is listed and read
 * by the reader that gets it, with one portal call; a file that turns out to be large goes back to
 * the enumerator, to be read by many. Among them are files that were deleted, which are only told
 * of.
 */
public final class BundleSplit implements DirectIOSplit {

  private final long number;
  private final List<BundledFile> files;

  /**
   * @param number tells bundles apart: the ordinal of the first file that was in it
   * @param files the files that are still to be read; those that were are left out
   */
  public BundleSplit(long number, List<BundledFile> files) {
    this.number = number;
    this.files = List.copyOf(files);
  }

  @Override
  public String splitId() {
    return idOf(number);
  }

  /** The id of the bundle with a number. */
  public static String idOf(long number) {
    return "files-" + number;
  }

  /** Tells bundles apart. */
  public long number() {
    return number;
  }

  /** The files that are still to be read. */
  public List<BundledFile> files() {
    return files;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BundleSplit that && number == that.number && files.equals(that.files);
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, files);
  }

  @Override
  public String toString() {
    return splitId() + " (" + files.size() + " files)";
  }
}
