// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.portal.Credentials;
import io.directio.portal.CredentialsSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;

/** What the tests of this room have in common: files, and clients for an emulator. */
final class Emulation {

  private Emulation() {}

  /** Credentials that hold their values: for tests only. */
  record Held(String accessKeyId, String secretAccessKey) implements CredentialsSource {
    @Override
    public Credentials resolve() {
      return Credentials.ofKeys(accessKeyId, secretAccessKey);
    }
  }

  /** Options for an emulator, with short pauses, as nothing in it is far away. */
  static ClientOptions.Builder options(Emulator emulator) {
    return ClientOptions.builder(emulator.portalUri())
        .credentials(new Held(emulator.accessKeyId(), emulator.secretAccessKey()))
        .retries(new RetryPolicy(5, Duration.ofMillis(5), Duration.ofMillis(50)))
        .portalHttp(patience(Duration.ofSeconds(5)))
        .storageHttp(patience(Duration.ofSeconds(5)))
        .memoryBudget(64 << 20);
  }

  static HttpOptions patience(Duration read) {
    return HttpOptions.builder().readTimeout(read).headersTimeout(read.multipliedBy(2)).build();
  }

  static DirectIOClient client(Emulator emulator) throws DirectIOException {
    return DirectIOClient.open(options(emulator).build());
  }

  static FileRef ref(EmulatedFile file) {
    return new FileRef(file.id(), file.path(), file.size(), FileRef.UNKNOWN);
  }

  /** Text that compresses about two to one, different for each seed. */
  static byte[] text(int size, long seed) {
    Random random = new Random(seed);
    byte[] text = new byte[size];
    int i = 0;
    while (i < size) {
      int word = random.nextInt(4000);
      int length = 3 + word % 9;
      for (int j = 0; j < length && i < size; j++) {
        text[i++] = (byte) ('a' + (word * 31 + j * (word % 7 + 1)) % 26);
      }
      if (i < size) {
        text[i++] = ' ';
      }
    }
    return text;
  }

  /** A file's bytes as the emulator has them. */
  static byte[] bytes(EmulatedFile file) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      file.content().open().transferTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
