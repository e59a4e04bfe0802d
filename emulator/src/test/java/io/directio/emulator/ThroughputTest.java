// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How fast it is; printed, because a figure of a shared machine is nothing to assert. */
class ThroughputTest {
  private static final int MIB = 1024 * 1024;
  private static final OperatingSystemMXBean CPU =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private record Begin(long nanos, long cpuNanos) {
    static Begin now() {
      return new Begin(System.nanoTime(), CPU.getProcessCpuTime());
    }
  }

  @Test
  void servesLargeBlocks() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("large", Content.random(128L * MIB, 1))
            .codec(Codec.NONE)
            .blockSize(BlockSize.FOUR_MIB)
            .start()) {
      List<PlainReader.Chunk> chunks = new PlainReader(emulator).list("large").chunks();
      long bytes = 0;
      Begin begin = Begin.now();
      for (int round = 0; round < 4; round++) {
        if (round == 1) {
          bytes = 0;
          begin = Begin.now();
        }
        bytes += fetch(chunks, 4);
      }
      print("4 MiB blocks", bytes / 1e6, "MB", begin);
      assertThat(bytes).isGreaterThan(2 * 128L * MIB);
    }
  }

  @Test
  void servesManySmallBlocks() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("small", Content.random(4000L * 1024, 1))
            .blockSize(BlockSize.fixed(1024))
            .start()) {
      List<PlainReader.Chunk> chunks = new PlainReader(emulator).list("small").chunks();
      fetch(chunks, 8);
      Begin begin = Begin.now();
      fetch(chunks, 8);
      fetch(chunks, 8);
      print("1 KiB blocks", 2 * chunks.size(), "requests", begin);
      assertThat(chunks).hasSize(4000);
    }
  }

  @Test
  void listsManyBlocks() throws Exception {
    Begin filling = Begin.now();
    try (Emulator emulator =
        Emulator.builder()
            .file("many", Content.random(100_000L * 64, 1))
            .blockSize(BlockSize.fixed(64))
            .start()) {
      print("filled", 100_000, "blocks", filling);
      PlainReader reader = new PlainReader(emulator);
      Begin begin = Begin.now();
      int listed = reader.list("many").chunks().size();
      print("listed", listed, "blocks", begin);
      assertThat(listed).isEqualTo(100_000);
    }
  }

  private static long fetch(List<PlainReader.Chunk> chunks, int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      AtomicLong bytes = new AtomicLong();
      List<Callable<Void>> tasks =
          IntStream.range(0, threads)
              .<Callable<Void>>mapToObj(
                  thread ->
                      () -> {
                        byte[] buffer = new byte[128 * 1024];
                        for (int i = thread; i < chunks.size(); i += threads) {
                          bytes.addAndGet(fetch(chunks.get(i).url(), buffer));
                        }
                        return null;
                      })
              .toList();
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
      return bytes.get();
    } finally {
      pool.shutdownNow();
    }
  }

  private static long fetch(String url, byte[] buffer) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
    long bytes = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
      }
    }
    return bytes;
  }

  private static void print(String what, double amount, String unit, Begin begin) {
    double seconds = (System.nanoTime() - begin.nanos()) / 1e9;
    double cpu = (CPU.getProcessCpuTime() - begin.cpuNanos()) / 1e9;
    System.out.printf(
        "%s: %.0f %s/s; %.0f %s per CPU second of server and client together%n",
        what, amount / seconds, unit, amount / cpu, unit);
  }
}
