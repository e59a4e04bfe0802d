// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** An emulator, and how to reach it. */
public final class TestPortal implements AutoCloseable {

  private final Emulator emulator;
  private final Path credentials;

  private TestPortal(Emulator emulator, Path credentials) {
    this.emulator = emulator;
    this.credentials = credentials;
  }

  public static TestPortal start(EmulatorBuilder builder) {
    try {
      Emulator emulator = builder.start();
      Path credentials = Files.createTempFile("credentials", ".env");
      Files.writeString(
          credentials,
          "DIRECTIO_ACCESS_KEY_ID="
              + emulator.accessKeyId()
              + "\nDIRECTIO_SECRET_ACCESS_KEY="
              + emulator.secretAccessKey()
              + "\nDIRECTIO_USER="
              + emulator.notifications().user()
              + "\nDIRECTIO_PASSWORD="
              + emulator.notifications().password()
              + "\n");
      return new TestPortal(emulator, credentials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Emulator emulator() {
    return emulator;
  }

  /** A file with the credentials, for {@link CredentialsSource#file}. */
  public Path credentialsFile() {
    return credentials;
  }

  public ClientOptions.Builder options() {
    return ClientOptions.builder(emulator.portalUri())
        .credentials(CredentialsSource.file(credentials.toString()))
        .memoryBudget(32 << 20);
  }

  /** Options with other credentials. */
  public ClientOptions clientWith(String accessKeyId, String secretAccessKey) {
    return options().credentials(credentials(accessKeyId, secretAccessKey)).build();
  }

  private static CredentialsSource credentials(String accessKeyId, String secretAccessKey) {
    return () -> io.directio.portal.Credentials.ofKeys(accessKeyId, secretAccessKey);
  }

  public ClientOptions client() {
    return options().build();
  }

  public long[] ids() {
    return emulator.files().stream().mapToLong(EmulatedFile::id).toArray();
  }

  public List<EmulatedFile> files() {
    return emulator.files();
  }

  public static byte[] bytesOf(EmulatedFile file) {
    try (InputStream in = file.content().open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that compress somewhat, as real ones do. */
  public static byte[] bytes(int size, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    for (int i = 0; i < size; i += 64) {
      int end = Math.min(size, i + 32);
      java.util.Arrays.fill(bytes, i, end, (byte) i);
    }
    return bytes;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(credentials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      emulator.close();
    }
  }
}
