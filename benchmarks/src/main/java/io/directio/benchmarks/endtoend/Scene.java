// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a portal holds, and how far away it is.
 *
 * @param files number of files
 * @param fileSize bytes of each
 * @param sample what is in them
 * @param blocks how they are cut
 * @param codec how blocks are compressed
 * @param encrypted whether blocks are encrypted
 * @param latency milliseconds before each answer of the storage
 * @param portalLatency milliseconds before each answer of the portal
 */
record Scene(
    int files,
    long fileSize,
    Sample sample,
    BlockSize blocks,
    Codec codec,
    boolean encrypted,
    int latency,
    int portalLatency) {

  /** Encrypted blocks in framed snappy, as portals write them by default. */
  static Scene usual(int files, long fileSize, Sample sample, BlockSize blocks) {
    return new Scene(files, fileSize, sample, blocks, Codec.SNAPPY, true, 0, 0);
  }

  /** One whole object that is neither encrypted nor compressed. */
  static Scene nativeObject(long fileSize) {
    return new Scene(1, fileSize, Sample.RANDOM, BlockSize.wholeObjects(), Codec.NONE, false, 0, 0);
  }

  /** The same with a storage that is farther away. */
  Scene withLatency(int milliseconds) {
    return new Scene(
        files, fileSize, sample, blocks, codec, encrypted, milliseconds, portalLatency);
  }

  /** The same with a portal that is farther away. */
  Scene withPortalLatency(int milliseconds) {
    return new Scene(files, fileSize, sample, blocks, codec, encrypted, latency, milliseconds);
  }

  /** How its files are cut, for a reader of the report. */
  String blockText() {
    return switch (blocks.kind()) {
      case FIXED -> "blocks of " + size(blocks.bytes());
      case VARIABLE -> "blocks around " + size(blocks.bytes());
      case WHOLE -> "whole objects";
    };
  }

  private static String size(int bytes) {
    return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  /** How many blocks there are, when every block has the same size. */
  long blockCount() {
    long length = blocks.kind() == BlockSize.Kind.FIXED ? blocks.bytes() : fileSize;
    return files * ((fileSize + length - 1) / length);
  }

  long bytes() {
    return files * fileSize;
  }

  /** For the command line of the process that plays the scene. */
  List<String> toArguments() {
    return List.of(
        Integer.toString(files),
        Long.toString(fileSize),
        sample.name(),
        blocks.kind().name(),
        Integer.toString(blocks.bytes()),
        codec.name(),
        Boolean.toString(encrypted),
        Integer.toString(latency),
        Integer.toString(portalLatency));
  }

  static Scene parse(String[] arguments) {
    return new Scene(
        Integer.parseInt(arguments[0]),
        Long.parseLong(arguments[1]),
        Sample.valueOf(arguments[2]),
        new BlockSize(BlockSize.Kind.valueOf(arguments[3]), Integer.parseInt(arguments[4])),
        Codec.valueOf(arguments[5]),
        Boolean.parseBoolean(arguments[6]),
        Integer.parseInt(arguments[7]),
        Integer.parseInt(arguments[8]));
  }

  /** Plays the scene. */
  Emulator start() throws IOException {
    EmulatorBuilder builder =
        Emulator.builder()
            .blockSize(blocks)
            .codec(codec)
            .latency(Duration.ofMillis(latency))
            .portalLatency(Duration.ofMillis(portalLatency))
            .urlTtl(Duration.ofHours(6));
    if (!encrypted) {
      builder.unencrypted();
    }
    var contents = sample.contents(fileSize);
    for (int i = 0; i < files; i++) {
      builder.file("file-" + i, contents.apply(i));
    }
    return builder.start();
  }
}
