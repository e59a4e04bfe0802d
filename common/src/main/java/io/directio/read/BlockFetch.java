// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockInfo;
import io.directio.BlockSplit;
import io.directio.ChunkSlice;
import io.directio.SecretBearing;
import io.directio.codec.BlockDecoder;
import io.directio.http.Cancellation;
import java.util.ArrayList;
import java.util.List;

/**
 * One block on its way: which one, what it may take of memory, and what has been tried so far.
 *
 * <p><b>Threading:</b> one thread at a time makes an attempt, and the pump orders them; {@link
 * #cancel()} comes from any thread.
 */
@SecretBearing
final class BlockFetch {

  private final Object owner;
  private final LeasedFile file;
  private final BlockInfo block;
  private final boolean pooled;
  private final ChunkSlice slice;
  private final long objectBytes;
  private final List<Cancellation> calls = new ArrayList<>(2);
  private boolean cancelled;

  /** What the attempts so far have come to. */
  final Attempts attempts = new Attempts();

  /** A lease that turned out to be of no use for this block, so that the next attempt renews it. */
  Lease refused;

  /** What the pump has reserved for this block and not yet given back. */
  long reserved;

  /** When the next attempt is due, by the engine's clock. */
  long dueNanos;

  /**
   * @param owner on whose behalf, to cancel all that belongs together
   * @param pooled whether the block's array comes from the pool, to which its consumer returns it
   */
  BlockFetch(Object owner, LeasedFile file, BlockInfo block, boolean pooled) {
    this.owner = owner;
    this.file = file;
    this.block = block;
    this.pooled = pooled;
    this.slice = file.plan().chunkOf(block);
    this.objectBytes =
        file.isNative() ? 0 : BlockDecoder.maxObjectLength(file.format(false), block.length());
  }

  Object owner() {
    return owner;
  }

  LeasedFile file() {
    return file;
  }

  BlockInfo block() {
    return block;
  }

  long fileId() {
    return file.plan().file().fileId();
  }

  BlockSplit split() {
    return new BlockSplit(file.plan().file(), file.plan().fingerprint(), block);
  }

  /** Where the block's bytes come from. */
  ChunkSlice slice() {
    return slice;
  }

  /** Length of the largest object that can be this block; 0 if the object is the block itself. */
  int maxObjectLength() {
    return (int) objectBytes;
  }

  /** Most bytes that the block takes while it is fetched: as it is stored, and decoded. */
  long weight() {
    return objectBytes + block.length();
  }

  /** An array for the block's bytes. */
  byte[] destination(ArrayPool arrays) {
    return pooled ? arrays.take(block.length()) : arrays.allocate(block.length());
  }

  /** A call for this block begins; it ends when the block is cancelled. */
  synchronized Cancellation callBegins() {
    Cancellation call = new Cancellation();
    calls.add(call);
    if (cancelled) {
      call.cancel();
    }
    return call;
  }

  synchronized void callEnds(Cancellation call) {
    calls.remove(call);
  }

  /** Stops the attempt that is being made, if any, and all that would follow. */
  void cancel() {
    List<Cancellation> current;
    synchronized (this) {
      cancelled = true;
      current = List.copyOf(calls);
    }
    current.forEach(Cancellation::cancel);
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public String toString() {
    return "Block " + block.number() + " of file " + fileId();
  }
}
