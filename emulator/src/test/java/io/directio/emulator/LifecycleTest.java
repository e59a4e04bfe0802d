// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an emulator takes it gives back. */
class LifecycleTest {
  @TempDir private Path temporary;

  @Test
  void givesBackThreadsPortsAndFiles() throws Exception {
    Set<Thread> threadsBefore = threads();
    Emulator emulator =
        Emulator.builder()
            .file("a", new byte[100_000])
            .storageHosts(3)
            .temporaryDirectory(temporary)
            .start();
    PlainReader reader = new PlainReader(emulator);
    assertThat(reader.read("a")).hasSize(100_000);
    String url = reader.list("a").chunks().get(0).url();
    emulator.faults().storage().stall();
    Thread stalled = new Thread(() -> assertThatThrownBy(() -> reader.get(url)));
    stalled.start();
    await().until(() -> emulator.requests().gets() == 2);
    List<URI> uris =
        Stream.concat(Stream.of(emulator.portalUri()), emulator.storageUris().stream()).toList();
    assertThat(temporary).isNotEmptyDirectory();

    emulator.close();

    stalled.join(Duration.ofSeconds(10).toMillis());
    assertThat(stalled.isAlive()).isFalse();
    assertThat(temporary).isEmptyDirectory();
    for (URI uri : uris) {
      assertThatThrownBy(() -> new Socket("127.0.0.1", uri.getPort()).close())
          .isInstanceOf(ConnectException.class);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              Set<Thread> left = threads();
              left.removeAll(threadsBefore);
              assertThat(left)
                  .filteredOn(thread -> !thread.getName().matches("HttpClient-.*|awaitility-.*"))
                  .isEmpty();
            });
  }

  @Test
  void leavesNothingBehindWhenAPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmulatorBuilder builder =
          Emulator.builder()
              .file("a", new byte[10])
              .temporaryDirectory(temporary)
              .portalPort(taken.getLocalPort());
      assertThatThrownBy(builder::start)
          .hasMessage("can't listen on port %d for directio-emulator-portal", taken.getLocalPort());
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void listensOnTheWantedPorts() throws Exception {
    int portal = freePort();
    int storage = freePort();
    try (Emulator emulator =
        Emulator.builder()
            .file("a", new byte[10])
            .portalPort(portal)
            .storagePort(storage)
            .start()) {
      assertThat(emulator.portalUri()).hasPort(portal);
      assertThat(emulator.storageUris().get(0)).hasPort(storage);
      assertThat(new PlainReader(emulator).read("a")).hasSize(10);
    }
  }

  @Test
  void closingFailsAfterAViolation() throws Exception {
    Emulator emulator = Emulator.builder().file("a", new byte[10]).start();
    PlainReader reader = new PlainReader(emulator);
    reader.get(reader.list("a").chunks().get(0).url(), "Authorization", "Bearer x");
    assertThatThrownBy(emulator::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Authorization header reached the storage");
  }

  @Test
  void servesSeveralGigabytesWithoutStoringThem() throws Exception {
    long size = 5L << 30;
    Content content = Content.random(size, 3);
    try (Emulator emulator =
        Emulator.builder()
            .file("native", content)
            .codec(Codec.NONE)
            .unencrypted()
            .blockSize(BlockSize.wholeObjects())
            .start()) {
      PlainReader reader = new PlainReader(emulator);
      PlainReader.Chunk chunk = reader.list("native").chunks().get(0);
      assertThat(chunk.length()).isEqualTo(size);
      byte[] expected = new byte[1000];
      content.read(size - 1000, expected, 0, 1000);
      assertThat(reader.get(chunk.url(), "Range", "bytes=" + (size - 1000) + "-").body())
          .isEqualTo(expected);
      assertThat(
              reader
                  .get(chunk.url(), "Range", "bytes=4294967296-4294967299")
                  .headers()
                  .firstValue("Content-Range"))
          .contains("bytes 4294967296-4294967299/" + size);
    }
  }

  @Test
  void fillsGibibytesOfEqualBlocksWithOneObject() throws Exception {
    byte[] pattern = new byte[1024 * 1024];
    new java.util.Random(1).nextBytes(pattern);
    try (Emulator emulator =
        Emulator.builder()
            .file("large", Content.repeating(pattern, 5L << 29))
            .blockSize(BlockSize.FOUR_MIB)
            .start()) {
      assertThat(emulator.blocks("large")).isEqualTo(640);
      assertThat(emulator.objects()).isEqualTo(1);
    }
  }

  @Test
  void addsLatency() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .file("a", new byte[10])
            .latency(Duration.ofMillis(200))
            .portalLatency(Duration.ofMillis(100))
            .start()) {
      long begin = System.nanoTime();
      new PlainReader(emulator).read("a");
      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void showsNoSecret() {
    try (Emulator emulator = Emulator.builder().file("a", new byte[10]).start()) {
      assertThat(java.util.Base64.getDecoder().decode(emulator.secretAccessKey())).hasSize(30);
      assertThat(emulator.secretAccessKey()).hasSize(40);
      assertThat(emulator.toString() + emulator.files() + emulator.requests())
          .doesNotContain(emulator.accessKeyId(), emulator.secretAccessKey());
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
