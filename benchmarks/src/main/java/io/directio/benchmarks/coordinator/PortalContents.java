// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

/**
 * What a simulated portal holds: files in folders, most of them small, every so many a large one.
 *
 * @param files number of files; their ids begin with 1
 * @param largeEvery every so many files one is large; 1 means that all are
 * @param largeBlocks blocks of a large file
 */
record PortalContents(long files, int largeEvery, int largeBlocks) {

  /** Bytes of a small file, which is one block. */
  static final long SMALL = 12_000;

  /** Bytes of each block of a large file. */
  static final long BLOCK = 4L << 20;

  /** Files in each folder. */
  static final int PER_FOLDER = 1000;

  /** Folders in each project, which are the folders above them. */
  static final int PER_PROJECT = 100;

  /** Small files, and nothing else. */
  static PortalContents small(long files) {
    return new PortalContents(files, Integer.MAX_VALUE, 0);
  }

  /** Large files, and nothing else. */
  static PortalContents large(long files, int blocks) {
    return new PortalContents(files, 1, blocks);
  }

  boolean isLarge(long fileId) {
    return fileId % largeEvery == 0;
  }

  long blocks(long fileId) {
    return isLarge(fileId) ? largeBlocks : 1;
  }

  long size(long fileId) {
    return isLarge(fileId) ? largeBlocks * BLOCK : SMALL;
  }

  long folder(long fileId) {
    return (fileId - 1) / PER_FOLDER;
  }

  /** All files that have blocks of their own in a listing. */
  long largeFiles() {
    return files / largeEvery;
  }
}
