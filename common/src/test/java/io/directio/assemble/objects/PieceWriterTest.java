// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Block;
import io.directio.DestinationException;
import io.directio.assemble.TestFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PieceWriterTest {

  private static final int BLOCK = 1 << 20;
  private static final int WRITERS = 4;
  private static final int BLOCKS = 25;

  private final Set<Piece> stored = ConcurrentHashMap.newKeySet();

  /** Room for one block: all of it is reserved again and again by one who copies meanwhile. */
  @Test
  void writersShareMemoryThatHoldsNotEvenABlockOfEach() throws Exception {
    TestFile file = TestFile.random(1, "f", WRITERS * BLOCKS * BLOCK, BLOCK);
    PieceWriter writer =
        new PieceWriter(
            "s3://bucket/",
            (metadata, piece, content) -> stored.add(piece),
            size -> BLOCK,
            BLOCK,
            Runnable::run);
    List<Block> blocks = file.blocks();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            WRITERS,
            task -> {
              Thread thread = new Thread(task, "writer");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        List<Block> share = blocks.subList(i * BLOCKS, (i + 1) * BLOCKS);
        running.add(
            threads.submit(
                () -> {
                  for (Block block : share) {
                    writer.write(block);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get(20, TimeUnit.SECONDS);
      }
      writer.flush();
    } finally {
      threads.shutdownNow();
    }
    assertThat(stored).hasSize(WRITERS * BLOCKS);
  }

  /** Or else whoever flushes would wait for ever. */
  @Test
  @Timeout(30)
  void tellsWhoeverFlushesWhenStoringEndsInAnError() throws Exception {
    TestFile file = TestFile.random(1, "f", 2 * BLOCK, BLOCK);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      PieceWriter writer =
          new PieceWriter(
              "s3://bucket/",
              (metadata, piece, content) -> {
                throw new NoClassDefFoundError("planted");
              },
              size -> BLOCK,
              4 * BLOCK,
              threads);
      writer.write(file.blocks().get(0));
      assertThatThrownBy(writer::flush)
          .isInstanceOf(DestinationException.class)
          .hasMessageContaining("NoClassDefFoundError");
    } finally {
      threads.shutdownNow();
    }
  }
}
