// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.assemble.Printable;
import io.directio.assemble.objects.UnitBuffer.Segment;
import io.directio.assemble.objects.UnitBuffer.Stretch;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongUnaryOperator;

/**
 * Puts blocks together to pieces of the size of a unit, and stores them in the background.
 *
 * <p>A unit is stored when all of its blocks have come. What has not come to that at a flush is
 * stored as it is, and stays in memory: when the rest comes, the whole unit is stored once more, as
 * one piece, which is what the publisher likes best.
 *
 * <p><b>Memory.</b> Blocks are copied, and held until they are stored. When there is no room for
 * another one, units leave that are durable; if there are none, the caller waits for what is being
 * stored or copied; if nothing is being stored, the largest unit is stored as it is.
 *
 * <p><b>Threading:</b> thread-safe. Storing runs on the executor.
 */
public final class PieceWriter {

  /** Stores pieces. */
  public interface Store {
    /**
     * Stores a piece.
     *
     * @throws DestinationException if it could not be stored
     */
    void put(FileMetadata file, Piece piece, Content content) throws DestinationException;
  }

  private record Version(long fileId, long fingerprint) {
    static Version of(FileMetadata file) {
      return new Version(file.file().fileId(), file.fingerprint());
    }
  }

  private record UnitId(Version version, long number) {}

  private record Start(Version version, long offset) {}

  /** More than there are units in memory. What is forgotten costs a piece that comes later. */
  private static final int MOST_STARTS = 10_000;

  private final String name;
  private final Store store;
  private final LongUnaryOperator unitSize;
  private final long memory;
  private final Executor executor;

  private final Map<UnitId, UnitBuffer> units = new LinkedHashMap<>();

  /** Where units begin, as blocks told that reach beyond the end of theirs; the latest ones. */
  private final Set<Start> starts = new LinkedHashSet<>();

  private final Map<Object, Version> storing = new HashMap<>();
  private final Map<Long, DestinationException> lost = new HashMap<>();
  private long held;

  /**
   * @param name where pieces are stored, for messages
   * @param unitSize the unit for a file of a size, both in bytes
   * @param memory bytes that may be held; a single block may be larger
   */
  public PieceWriter(
      String name, Store store, LongUnaryOperator unitSize, long memory, Executor executor) {
    this.name = name;
    this.store = store;
    this.unitSize = unitSize;
    this.memory = memory;
    this.executor = executor;
  }

  /** Takes a block that is not empty. */
  public void write(Block block) throws DestinationException {
    reserve(block);
    Segment segment = copied(block);
    synchronized (this) {
      FileMetadata file = block.file();
      Version version = Version.of(file);
      long size = unitSize.applyAsLong(file.size());
      long number = segment.offset / size;
      UnitBuffer unit =
          units.computeIfAbsent(
              new UnitId(version, number),
              id -> new UnitBuffer(file, number * size, (number + 1) * size));
      if (!unit.add(segment)) {
        release(segment.bytes.length);
        return;
      }
      // Who waits for memory may store it now.
      notifyAll();
      storeIfComplete(new UnitId(version, number));
      long next = segment.end() / size;
      if (next != number && segment.end() < file.size()) {
        begins(new Start(version, segment.end()));
        storeIfComplete(new UnitId(version, next));
      }
    }
  }

  private Segment copied(Block block) {
    boolean copied = false;
    try {
      Segment segment = new Segment(block.offset(), block.toByteArray(), block.crc32c());
      copied = true;
      return segment;
    } finally {
      if (!copied) {
        release(block.length());
      }
    }
  }

  private void storeIfComplete(UnitId id) {
    UnitBuffer unit = units.get(id);
    if (unit == null) {
      return;
    }
    Start start = new Start(id.version(), unit.first());
    if (unit.isComplete(starts.contains(start))) {
      starts.remove(start);
      remove(id, unit);
    }
  }

  private void begins(Start start) {
    starts.add(start);
    if (starts.size() > MOST_STARTS) {
      starts.remove(starts.iterator().next());
    }
  }

  /** Stores a unit, and forgets it. */
  private void remove(UnitId id, UnitBuffer unit) {
    units.remove(id);
    unit.stretches().forEach(stretch -> store(id.version(), unit.file(), stretch, true));
  }

  private void store(Version version, FileMetadata file, Stretch stretch, boolean last) {
    Object ticket = new Object();
    storing.put(ticket, version);
    executor.execute(
        () -> {
          DestinationException failure = null;
          try {
            store.put(file, stretch.piece(), stretch.content());
          } catch (DestinationException e) {
            failure = e;
          } catch (Throwable e) { // Whoever flushes waits for this one, and must be told.
            failure = unexpected(file, e);
          }
          stored(ticket, file, stretch, last, Optional.ofNullable(failure));
        });
  }

  private static DestinationException unexpected(FileMetadata file, Throwable cause) {
    return new DestinationException(
        ErrorCode.DESTINATION,
        Printable.of(file.file().path()),
        "a part of it could not be stored: it failed unexpectedly ("
            + cause.getClass().getSimpleName()
            + ")",
        cause);
  }

  private synchronized void stored(
      Object ticket,
      FileMetadata file,
      Stretch stretch,
      boolean last,
      Optional<DestinationException> failure) {
    storing.remove(ticket);
    if (failure.isPresent()) {
      lost.putIfAbsent(file.file().fileId(), failure.get());
    } else {
      stretch.segments().forEach(segment -> segment.durable = true);
    }
    if (last) {
      held -= stretch.length();
    }
    notifyAll();
  }

  /** Stores everything that was written before, and returns when it is durable. */
  public synchronized void flush() throws DestinationException {
    units.forEach(
        (id, unit) ->
            unit.stretches().stream()
                .filter(stretch -> !stretch.isDurable())
                .forEach(stretch -> store(id.version(), unit.file(), stretch, false)));
    Set<Object> awaited = new HashSet<>(storing.keySet());
    while (!Collections.disjoint(awaited, storing.keySet())) {
      await();
    }
    for (DestinationException failure : lost.values()) {
      throw failure;
    }
  }

  /** Whether something of a file is not durable yet. */
  public synchronized boolean hasUnflushed(FileMetadata file) {
    Version version = Version.of(file);
    return storing.containsValue(version)
        || units.entrySet().stream()
            .anyMatch(
                unit -> unit.getKey().version().equals(version) && !unit.getValue().isDurable());
  }

  /**
   * Forgets a file in all its versions, also that it failed; what is being stored of it is stored
   * when this returns.
   */
  public synchronized void forget(long fileId) throws DestinationException {
    while (storing.values().stream().anyMatch(version -> version.fileId() == fileId)) {
      await();
    }
    units
        .entrySet()
        .removeIf(
            unit -> {
              boolean its = unit.getKey().version().fileId() == fileId;
              held -= its ? unit.getValue().bytes() : 0;
              return its;
            });
    starts.removeIf(start -> start.version().fileId() == fileId);
    lost.remove(fileId);
    notifyAll();
  }

  private synchronized void reserve(Block block) throws DestinationException {
    while (held > 0 && held + block.length() > memory) {
      if (!dropDurable()) {
        if (storing.isEmpty() && !units.isEmpty()) {
          storeLargest();
        } else {
          await();
        }
      }
    }
    held += block.length();
  }

  private synchronized void release(long bytes) {
    held -= bytes;
    notifyAll();
  }

  private boolean dropDurable() {
    for (Map.Entry<UnitId, UnitBuffer> unit : units.entrySet()) {
      if (unit.getValue().isDurable()) {
        units.remove(unit.getKey());
        held -= unit.getValue().bytes();
        return true;
      }
    }
    return false;
  }

  private void storeLargest() {
    units.entrySet().stream()
        .max(Comparator.comparingLong(unit -> unit.getValue().bytes()))
        .ifPresent(largest -> remove(largest.getKey(), largest.getValue()));
  }

  private void await() throws DestinationException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DestinationException(
          ErrorCode.DESTINATION, name, "writing was interrupted; run again");
    }
  }
}
