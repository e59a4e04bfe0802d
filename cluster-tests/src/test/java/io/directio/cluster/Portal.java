// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A portal and a storage in this JVM, with files of all sizes: small ones, which a reader takes in
 * bundles, and large ones, which are cut into runs of blocks.
 */
final class Portal implements AutoCloseable {

  private static final int BLOCK = 64 << 10;
  private static final int SMALL = 60;
  private static final int MEDIUM = 16;
  private static final int LARGE = 2;

  private final Emulator emulator;
  private final Outage outage = new Outage();

  private Portal(Emulator emulator) {
    this.emulator = emulator;
  }

  /**
   * Starts one.
   *
   * @param latency of each block: with 64 blocks in flight in each of the TaskManagers it says how
   *     long an export takes, some 10 times as long as this
   */
  static Portal start(Duration latency) {
    EmulatorBuilder builder =
        Emulator.builder()
            .credentials(Canaries.ACCESS_KEY_ID, Canaries.SECRET_ACCESS_KEY)
            .user(Canaries.USER, Canaries.PASSWORD)
            .blockSize(BlockSize.fixed(BLOCK))
            .codec(Codec.MIXED)
            .latency(latency)
            .storageHosts(2);
    // By turns, so that something of each kind is under way at any moment.
    for (int i = 0; i < SMALL; i++) {
      builder.file("small/" + i, Content.random(1 + 3001L * i, i));
      if (i % (SMALL / MEDIUM) == 0) {
        builder.file("medium/" + i, Content.random(24L * BLOCK + i, 100 + i));
      }
      if (i % (SMALL / LARGE) == 0) {
        // Beyond the 8 MiB up to which a reader takes a file whole.
        builder.file("large/" + i, Content.random(136L * BLOCK + i, 200 + i));
      }
    }
    return new Portal(builder.start());
  }

  /** Answers at once from now on, so that what is left of an export takes no time. */
  void hurry() {
    emulator.latency(Duration.ZERO);
  }

  /** The variables by which a cluster gets the credentials, those of a bucket too. */
  static Map<String, String> credentials() {
    return Map.of(
        "DIRECTIO_ACCESS_KEY_ID", Canaries.ACCESS_KEY_ID,
        "DIRECTIO_SECRET_ACCESS_KEY", Canaries.SECRET_ACCESS_KEY,
        "DIRECTIO_USER", Canaries.USER,
        "DIRECTIO_PASSWORD", Canaries.PASSWORD,
        "AWS_ACCESS_KEY_ID", Bucket.ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY", Canaries.BUCKET_SECRET);
  }

  Emulator emulator() {
    return emulator;
  }

  List<EmulatedFile> files() {
    return emulator.files();
  }

  /** Blocks that have been asked for, repetitions included. */
  long gets() {
    return emulator.requests().gets();
  }

  /** Writes the ids of all files, a line each. */
  Path writeIds(Path file) throws IOException {
    return Files.write(file, files().stream().map(f -> Long.toString(f.id())).toList());
  }

  /** Takes the storage down, and up again after a moment. */
  void interruptStorage() {
    outage.strike(emulator::stopStorage, emulator::startStorage);
  }

  /** Takes the portal down, and up again after a moment. */
  void interruptPortal() {
    outage.strike(emulator::stopPortal, emulator::startPortal);
  }

  @Override
  public void close() {
    outage.close();
    emulator.close();
  }
}
