// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.FileRef;
import io.directio.plan.BlockRun;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Work for a {@link BlockReader}: a run of blocks of a planned file, or a whole file that is listed
 * by the reader. A task can say which blocks were delivered before, so that they are not read
 * again.
 *
 * <p>Tasks are told apart by identity: two tasks for the same file are two tasks.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class ReadTask {

  private final FileRef file;
  private final BlockRun run;
  private final Long fingerprint;
  private final BitSet done;
  private final Object tag;
  private final long mostBytes;

  private ReadTask(
      FileRef file, BlockRun run, Long fingerprint, BitSet done, Object tag, long mostBytes) {
    this.file = Objects.requireNonNull(file, "file");
    this.run = run;
    this.fingerprint = fingerprint;
    this.done = done;
    this.tag = tag;
    this.mostBytes = mostBytes;
  }

  /** All blocks of a file that has not been planned: one portal call, made by the reader. */
  public static ReadTask wholeFile(FileRef file) {
    return new ReadTask(file, null, null, new BitSet(), null, Long.MAX_VALUE);
  }

  /**
   * The rest of a file that was begun as a {@link #wholeFile(FileRef)}.
   *
   * @param fingerprint the fingerprint under which the done blocks were delivered; if the file has
   *     another one by now, it is read from the start
   * @param doneBlocks the blocks not to read again: bit 0 is block 1
   */
  public static ReadTask wholeFile(FileRef file, long fingerprint, BitSet doneBlocks) {
    return new ReadTask(file, null, fingerprint, (BitSet) doneBlocks.clone(), null, Long.MAX_VALUE);
  }

  /** All blocks of a run. */
  public static ReadTask run(BlockRun run) {
    return run(run, new BitSet());
  }

  /**
   * The rest of a run.
   *
   * @param doneBlocks the blocks not to read again: bit 0 is the run's first block
   */
  public static ReadTask run(BlockRun run, BitSet doneBlocks) {
    return new ReadTask(
        run.file().file(),
        run,
        run.file().fingerprint(),
        (BitSet) doneBlocks.clone(),
        null,
        Long.MAX_VALUE);
  }

  /**
   * The same task, but a file that turns out to be larger is not read: it ends with a delivery that
   * is {@linkplain Delivery#tooLarge() too large}, having cost the portal call and nothing else. A
   * file that is stored already is skipped, whatever its size. Means nothing to a run.
   *
   * @param bytes size in bytes up to which the file is read
   */
  public ReadTask upTo(long bytes) {
    return new ReadTask(file, run, fingerprint, done, tag, bytes);
  }

  /** The same task with something of the caller's attached, which the reader never looks at. */
  public ReadTask withTag(Object newTag) {
    return new ReadTask(file, run, fingerprint, done, newTag, mostBytes);
  }

  /** The file to read. */
  public FileRef file() {
    return file;
  }

  /** The run to read; empty if the task is a whole file. */
  public Optional<BlockRun> run() {
    return Optional.ofNullable(run);
  }

  /** What the caller attached; null if nothing. */
  public Object tag() {
    return tag;
  }

  /** The fingerprint that the task's block numbers belong to, if they belong to one. */
  OptionalLong fingerprint() {
    return fingerprint == null ? OptionalLong.empty() : OptionalLong.of(fingerprint);
  }

  /** Number of the first block that the task is about. */
  int firstBlock() {
    return run == null ? 1 : run.firstBlock();
  }

  /** Whether a file of a size is more than this task is to read. */
  boolean isTooLarge(long size) {
    return run == null && size > mostBytes;
  }

  /** Whether a block is not to be read again. */
  boolean isDone(int number) {
    return done.get(number - firstBlock());
  }

  @Override
  public String toString() {
    return run == null
        ? "File " + file.fileId()
        : "Blocks " + run.firstBlock() + " to " + run.lastBlock() + " of file " + file.fileId();
  }
}
