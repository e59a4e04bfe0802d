// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.demo;

import io.directio.FileRef;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The portal and the storage of a demonstration. Its credentials are in a file that only its owner
 * can read, as they should be anywhere.
 */
public final class DemoPortal implements AutoCloseable {

  private final Emulator emulator;
  private final Path credentials;

  private DemoPortal(Emulator emulator, Path credentials) {
    this.emulator = emulator;
    this.credentials = credentials;
  }

  /** Encodes and stores the files, and starts the servers. */
  public static DemoPortal start(List<SampleFile> files) throws IOException {
    EmulatorBuilder builder = Emulator.builder();
    for (SampleFile file : files) {
      builder.file(file.path(), Content.of(file.source()));
    }
    Emulator emulator = builder.start();
    try {
      return new DemoPortal(emulator, credentials(emulator));
    } catch (IOException | RuntimeException e) {
      emulator.close();
      throw e;
    }
  }

  private static Path credentials(Emulator emulator) throws IOException {
    Path file =
        Files.createTempFile(
            "directio-demo-",
            ".credentials",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(
        file,
        List.of(
            CredentialsSource.ACCESS_KEY_ID + "=" + emulator.accessKeyId(),
            CredentialsSource.SECRET_ACCESS_KEY + "=" + emulator.secretAccessKey()));
    return file;
  }

  /** How to reach the portal. */
  public ClientOptions client() {
    return ClientOptions.builder(emulator.portalUri())
        .credentials(CredentialsSource.file(credentials.toString()))
        .build();
  }

  /** Where the portal is. */
  public URI address() {
    return emulator.portalUri();
  }

  /** Where the storage is. */
  public URI storage() {
    return emulator.storageUris().get(0);
  }

  /** The portal's files, with all that an event would tell of them. */
  public List<FileRef> files() {
    return emulator.files().stream().map(DemoPortal::reference).toList();
  }

  private static FileRef reference(EmulatedFile file) {
    return new FileRef(file.id(), file.path(), file.size(), FileRef.UNKNOWN);
  }

  /**
   * Stops the servers.
   *
   * @throws AssertionError if credentials were sent to the storage
   */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(credentials);
    emulator.close();
  }
}
