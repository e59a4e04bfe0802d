// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.tls.ServerTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Says what an emulator is to be. Defaults: blocks around 512 KiB, framed snappy, encrypted with a
 * key per file, URLs valid for 15 minutes, one storage host, free ports, generated credentials, no
 * latency.
 */
public final class EmulatorBuilder {
  private static final long FIRST_ID = 100_001;

  private final List<EmulatedFile> files = new ArrayList<>();
  private BlockSize blockSize = BlockSize.AROUND_512_KIB;
  private Codec codec = Codec.SNAPPY;
  private boolean encrypted = true;
  private boolean sharedKey;
  private boolean azurePrefix;
  private boolean legacyListing;
  private Duration urlTtl = Duration.ofMinutes(15);
  private Duration latency = Duration.ZERO;
  private Duration portalLatency = Duration.ZERO;
  private int storageHosts = 1;
  private int portalPort;
  private int storagePort;
  private ServerTls portalTls;
  private ServerTls storageTls;
  private Path temporaryDirectory;
  private String accessKeyId;
  private String secretAccessKey;
  private String user = "auditor";
  private String password;

  EmulatorBuilder() {}

  /** Adds {@linkplain FolderFiles#of the files of a folder}; ids follow the order of the paths. */
  public EmulatorBuilder from(Path folder) {
    try {
      FolderFiles.of(folder).forEach((path, file) -> file(path, Content.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the folder " + folder, e);
    }
    return this;
  }

  /** Adds a file. */
  public EmulatorBuilder file(String path, byte[] content) {
    return file(path, Content.of(content));
  }

  /** Adds a file; its id is the next free one. */
  public EmulatorBuilder file(String path, Content content) {
    return file(FIRST_ID + files.size(), path, content);
  }

  /** Adds a file with this id, a positive number. */
  public EmulatorBuilder file(long id, String path, Content content) {
    files.add(new EmulatedFile(id, path, content));
    return this;
  }

  /** How files are cut into blocks. */
  public EmulatorBuilder blockSize(BlockSize size) {
    this.blockSize = size;
    return this;
  }

  /** How blocks are compressed. */
  public EmulatorBuilder codec(Codec blocks) {
    this.codec = blocks;
    return this;
  }

  /** Blocks aren't encrypted; with {@link Codec#NONE} that is the native format. */
  public EmulatorBuilder unencrypted() {
    this.encrypted = false;
    return this;
  }

  /** One key for all files, so that equal blocks of different files share an object. */
  public EmulatorBuilder sharedKey() {
    this.sharedKey = true;
    return this;
  }

  /** Encoded objects begin with the MD5 of the rest, as seen on Azure Blob; native ones don't. */
  public EmulatorBuilder azurePrefix() {
    this.azurePrefix = true;
    return this;
  }

  /** Listings in the shape of portals before 8.3. */
  public EmulatorBuilder legacyListing() {
    this.legacyListing = true;
    return this;
  }

  /** How long URLs are valid, in whole seconds from 1. */
  public EmulatorBuilder urlTtl(Duration lifetime) {
    if (lifetime.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "a URL is valid for whole seconds from 1, not " + lifetime);
    }
    this.urlTtl = lifetime;
    return this;
  }

  /** Waits so long before each answer of the storage. */
  public EmulatorBuilder latency(Duration wait) {
    this.latency = wait;
    return this;
  }

  /** Waits so long before each answer of the portal. */
  public EmulatorBuilder portalLatency(Duration wait) {
    this.portalLatency = wait;
    return this;
  }

  /**
   * How many storage hosts there are: each has a port and a bucket of its own, and they are called
   * {@code 127.0.0.1} and {@code localhost} by turns.
   */
  public EmulatorBuilder storageHosts(int hosts) {
    if (hosts < 1) {
      throw new IllegalArgumentException("at least one storage host, not " + hosts);
    }
    this.storageHosts = hosts;
    return this;
  }

  /** The portal's port; 0 = any free one. */
  public EmulatorBuilder portalPort(int port) {
    this.portalPort = port;
    return this;
  }

  /** The port of the first storage host, the others follow; 0 = any free ones. */
  public EmulatorBuilder storagePort(int port) {
    this.storagePort = port;
    return this;
  }

  /**
   * Where the encoded objects are kept while the emulator runs, in a directory of their own; by
   * default the JVM's temporary directory. Native objects are read from where they are.
   */
  public EmulatorBuilder temporaryDirectory(Path parent) {
    this.temporaryDirectory = parent;
    return this;
  }

  /** The portal speaks HTTPS. */
  public EmulatorBuilder portalTls(ServerTls tls) {
    this.portalTls = tls;
    return this;
  }

  /** The storage hosts speak HTTPS. */
  public EmulatorBuilder storageTls(ServerTls tls) {
    this.storageTls = tls;
    return this;
  }

  /**
   * The credentials that the portal accepts.
   *
   * @param secret in base64
   */
  public EmulatorBuilder credentials(String accessKey, String secret) {
    this.accessKeyId = accessKey;
    this.secretAccessKey = secret;
    return this;
  }

  /** Who may log in to the Notification Service; by default a user with a generated password. */
  public EmulatorBuilder user(String name, String secret) {
    this.user = name;
    this.password = secret;
    return this;
  }

  /**
   * Stores the files and opens the ports.
   *
   * @throws java.io.UncheckedIOException when a file can't be read, or a port is taken
   */
  public Emulator start() {
    SecureRandom random = new SecureRandom();
    String accessKey =
        accessKeyId == null ? HexFormat.of().formatHex(bytes(random, 16)) : accessKeyId;
    String secret =
        secretAccessKey == null
            ? Base64.getEncoder().encodeToString(bytes(random, 30))
            : secretAccessKey;
    return Emulator.start(
        new Settings(
            blockSize,
            codec,
            encrypted,
            sharedKey,
            azurePrefix,
            legacyListing,
            urlTtl,
            latency,
            portalLatency,
            storageHosts,
            portalPort,
            storagePort,
            Optional.ofNullable(portalTls),
            Optional.ofNullable(storageTls),
            Optional.ofNullable(temporaryDirectory),
            accessKey,
            secret,
            user,
            password == null ? HexFormat.of().formatHex(bytes(random, 12)) : password),
        files);
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
