// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.ManifestEntry;
import io.directio.StoredRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** Drains a reader as an engine does, and remembers what it gave. */
final class Readings {

  final List<Delivery> deliveries = new ArrayList<>();
  final List<ManifestEntry> entries = new ArrayList<>();
  final List<StoredRange> stored = new ArrayList<>();

  /** The bytes of blocks by file, fingerprint and offset. */
  private final Map<Long, Map<Long, TreeMap<Long, byte[]>>> files = new HashMap<>();

  private final Map<ReadTask, Integer> ends = new HashMap<>();

  /** Submits tasks, and polls until all of them have ended. */
  static Readings of(BlockReader reader, List<ReadTask> tasks) throws DirectIOException {
    tasks.forEach(reader::submit);
    return new Readings().drain(reader);
  }

  Readings drain(BlockReader reader) throws DirectIOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!reader.idle()) {
      assertThat(System.nanoTime()).as("reading must end").isLessThan(deadline);
      take(reader, Duration.ofMillis(200));
    }
    // Fetches that were cancelled need a moment to notice.
    Awaitility.await().untilAsserted(() -> assertThat(reader.pendingBytes()).isZero());
    return this;
  }

  /** Polls once; gives back what came. */
  Optional<Delivery> take(BlockReader reader, Duration timeout) throws DirectIOException {
    Optional<Delivery> polled = reader.poll(timeout);
    polled.ifPresent(
        delivery -> {
          note(delivery);
          reader.done(delivery);
        });
    return polled;
  }

  private void note(Delivery delivery) {
    assertThat(ends).as("nothing comes after a task's end").doesNotContainKey(delivery.task());
    deliveries.add(delivery);
    if (delivery.last()) {
      ends.put(delivery.task(), deliveries.size());
    }
    delivery
        .result()
        .ifPresent(
            result -> {
              if (result instanceof Block block) {
                assertThat(delivery.firstBlock()).isEqualTo(block.number());
                assertThat(delivery.lastBlock()).isEqualTo(block.number());
                byte[] twice =
                    files
                        .computeIfAbsent(block.fileId(), id -> new HashMap<>())
                        .computeIfAbsent(block.file().fingerprint(), any -> new TreeMap<>())
                        .put(block.offset(), block.toByteArray());
                assertThat(twice).as("%s came once", block).isNull();
              } else if (result instanceof StoredRange range) {
                stored.add(range);
              } else if (result instanceof ManifestEntry entry) {
                entries.add(entry);
              }
            });
  }

  int tasksEnded() {
    return ends.size();
  }

  /** The single row, which must be a failed one. */
  ManifestEntry onlyFailure() {
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).status()).isEqualTo(ManifestEntry.Status.FAILED);
    return entries.get(0);
  }

  /** The numbers of the blocks that came of a file. */
  int blocks(long fileId) {
    return files.getOrDefault(fileId, Map.of()).values().stream().mapToInt(Map::size).sum();
  }

  /** The bytes that came of a file under the fingerprint of its last block, without gaps. */
  byte[] bytes(long fileId) {
    Map<Long, TreeMap<Long, byte[]>> versions = files.getOrDefault(fileId, Map.of());
    long last =
        deliveries.stream()
            .flatMap(d -> d.result().stream())
            .filter(r -> r instanceof Block b && b.fileId() == fileId)
            .map(r -> ((Block) r).file().fingerprint())
            .reduce((a, b) -> b)
            .orElse(0L);
    TreeMap<Long, byte[]> blocks = versions.getOrDefault(last, new TreeMap<>());
    int size = blocks.values().stream().mapToInt(b -> b.length).sum();
    byte[] bytes = new byte[size];
    long next = 0;
    for (Map.Entry<Long, byte[]> block : blocks.entrySet()) {
      assertThat(block.getKey()).isEqualTo(next);
      System.arraycopy(block.getValue(), 0, bytes, (int) next, block.getValue().length);
      next += block.getValue().length;
    }
    return bytes;
  }
}
