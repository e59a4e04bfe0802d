// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.split;

import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;

/** One file of a bundle, with what has been read of it. */
public final class BundledFile {

  private final FileTask task;
  private final Progress progress;

  /**
   * How far a file has been read.
   *
   * @param fingerprint the fingerprint under which its blocks were read
   * @param done the blocks that were emitted; bit 0 is block 1
   */
  public record Progress(long fingerprint, BitSet done) {
    public Progress {
      done = (BitSet) done.clone();
    }

    @Override
    public BitSet done() {
      return (BitSet) done.clone();
    }
  }

  /** A file of which nothing has been read. */
  public BundledFile(FileTask task) {
    this(task, Optional.empty());
  }

  public BundledFile(FileTask task, Optional<Progress> progress) {
    this.task = Objects.requireNonNull(task, "task");
    this.progress = progress.orElse(null);
  }

  /** The file. */
  public FileTask task() {
    return task;
  }

  /** How far it has been read; empty if not at all. */
  public Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BundledFile that
        && task.equals(that.task)
        && Objects.equals(progress, that.progress);
  }

  @Override
  public int hashCode() {
    return Objects.hash(task, progress);
  }
}
