// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A portal to run commands against, and its credentials in a file, as a user would have them. */
record EmulatedPortal(Emulator emulator, Path credentials) implements AutoCloseable {

  static EmulatedPortal start(Path folder, EmulatorBuilder builder) throws IOException {
    Emulator emulator = builder.start();
    return new EmulatedPortal(
        emulator,
        credentials(
            folder.resolve("credentials"), emulator.accessKeyId(), emulator.secretAccessKey()));
  }

  static Path credentials(Path file, String accessKeyId, String secretAccessKey)
      throws IOException {
    Files.writeString(
        file,
        "DIRECTIO_ACCESS_KEY_ID="
            + accessKeyId
            + "\nDIRECTIO_SECRET_ACCESS_KEY="
            + secretAccessKey
            + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Bytes that are neither all alike nor beyond compression. */
  static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (int i = 0; i < size; i += 2) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  String id(String path) {
    return Long.toString(emulator.file(path).id());
  }

  CommandRun run(String... arguments) {
    return run(new Interrupts(), arguments);
  }

  CommandRun run(Interrupts interrupts, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--portal",
            emulator.portalUri().toString(),
            "--credentials-file",
            credentials.toString()));
    return CommandRun.of(java.util.Map.of(), interrupts, all.toArray(String[]::new));
  }

  @Override
  public void close() {
    emulator.close();
  }
}
