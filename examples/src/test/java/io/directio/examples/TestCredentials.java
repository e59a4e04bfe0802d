// SPDX-License-Identifier: Apache-2.0
package io.directio.examples;

import io.directio.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An emulator's credentials in a file. */
final class TestCredentials {

  private TestCredentials() {}

  static Path of(Emulator emulator, Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("credentials.env"),
        "DIRECTIO_ACCESS_KEY_ID="
            + emulator.accessKeyId()
            + "\nDIRECTIO_SECRET_ACCESS_KEY="
            + emulator.secretAccessKey()
            + "\nDIRECTIO_USER="
            + emulator.notifications().user()
            + "\nDIRECTIO_PASSWORD="
            + emulator.notifications().password()
            + "\n");
  }
}
