// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.encode.BlockEncoder;
import io.directio.emulator.fault.FaultPlan;
import io.directio.emulator.fault.Faults;
import io.directio.emulator.notify.FolderTree;
import io.directio.emulator.notify.NotificationService;
import io.directio.emulator.store.ObjectStore;
import io.directio.emulator.store.Shelf;
import io.directio.emulator.store.UrlSigner;
import io.directio.emulator.tls.ServerTls;
import io.directio.emulator.wire.Handler;
import io.directio.emulator.wire.HttpPort;
import io.directio.emulator.wire.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running portal with its object store.
 *
 * <pre>{@code
 * try (Emulator emulator =
 *     Emulator.builder()
 *         .from(folder)
 *         .codec(Codec.MIXED)
 *         .blockSize(BlockSize.AROUND_512_KIB)
 *         .storageHosts(2)
 *         .start()) {
 *   emulator.faults().storage().forBlock("a.bin", 3).times(2).slowDown().retryAfter(ofSeconds(1));
 *   // … a client reads from emulator.portalUri() …
 *   assertThat(emulator.requests().gets("a.bin", 3)).isEqualTo(3);
 * }
 * }</pre>
 *
 * <p><em>Threading:</em> may be used by many threads at once, but for {@link #close}.
 */
public final class Emulator implements AutoCloseable {
  /** Decides the IV of objects that tests make up. */
  private static final byte[] DIGEST = "made up by a fault".getBytes(StandardCharsets.US_ASCII);

  private static final Logger LOG = LoggerFactory.getLogger(Emulator.class);

  private final Settings settings;
  private volatile Duration latency;
  private final Path directory;
  private final Shelf shelf;
  private final ObjectStore store;
  private final Upstream upstream;
  private final Catalogue catalogue = new Catalogue();
  private final Filler filler;
  private final FaultPlan portalFaults = new FaultPlan();
  private final FaultPlan storageFaults = new FaultPlan();
  private final ServerClock clock = new ServerClock();
  private final FaultPlan notificationFaults = new FaultPlan();
  private final Faults faults =
      new Faults(portalFaults, storageFaults, notificationFaults, new KnownFiles());
  private final RequestLog log = new RequestLog(catalogue::id);
  private final BlockEncoder encoder;
  private final UrlSigner signer;
  private final FolderTree tree = new FolderTree(clock::now);
  private final NotificationService notifications;
  private final HttpPort portal;
  private final List<HttpPort> storage = new ArrayList<>();

  /** Known once the ports of the storage are open. */
  private volatile StorageHosts hosts;

  private Emulator(Settings settings) throws IOException {
    this.settings = settings;
    this.latency = settings.latency();
    this.encoder = new BlockEncoder(settings.codec(), settings.azurePrefix());
    // The store's own credentials: nobody but the signer needs them.
    String accessKeyId = random(10);
    String secretAccessKey = random(20);
    signer = new UrlSigner(accessKeyId, secretAccessKey);
    String name = "directio-emulator-";
    directory =
        settings.temporaryDirectory().isPresent()
            ? Files.createTempDirectory(settings.temporaryDirectory().get(), name)
            : Files.createTempDirectory(name);
    shelf = new Shelf(directory.resolve("objects.pack"));
    store =
        new ObjectStore(
            shelf,
            Files.createDirectory(directory.resolve("buckets")),
            settings.storageHosts(),
            accessKeyId,
            secretAccessKey);
    upstream = new Upstream(store.port());
    filler = new Filler(shelf, encoder, settings);
    for (int i = 0; i < settings.storageHosts(); i++) {
      storage.add(storagePort(i));
    }
    notifications =
        new NotificationService(
            settings.user(), settings.password(), settings.accessKeyId(), tree, clock::now);
    NotificationSite notificationSite =
        new NotificationSite(notifications, clock, notificationFaults, log);
    portal =
        port(
            "portal",
            settings.portalPort(),
            settings.portalTls(),
            new PortalSite(
                settings, clock, catalogue, () -> hosts, portalFaults, notificationSite, log));
  }

  static Emulator start(Settings settings, List<EmulatedFile> files) {
    Emulator emulator;
    try {
      emulator = new Emulator(settings);
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator didn't start", e);
    }
    try {
      files.forEach(emulator::put);
      emulator.startStorage();
      emulator.hosts = new StorageHosts(emulator.endpoints(), emulator.signer);
      emulator.startPortal();
      return emulator;
    } catch (RuntimeException | Error e) {
      emulator.close();
      throw e;
    }
  }

  /** Begins to describe an emulator. */
  public static EmulatorBuilder builder() {
    return new EmulatorBuilder();
  }

  /** Where the portal listens. */
  public URI portalUri() {
    return URI.create(scheme(settings.portalTls()) + "://127.0.0.1:" + portal.port());
  }

  /** Where the storage hosts listen, as the URLs of blocks name them. */
  public List<URI> storageUris() {
    return hosts.endpoints();
  }

  /** The access key id that the portal accepts as bearer token: a secret. */
  public String accessKeyId() {
    return settings.accessKeyId();
  }

  /** The secret access key, in base64, under which file keys are wrapped. */
  public String secretAccessKey() {
    return settings.secretAccessKey();
  }

  /** The files in order of their ids. */
  public List<EmulatedFile> files() {
    return catalogue.files();
  }

  /**
   * The file of this path.
   *
   * @throws IllegalArgumentException when there is none
   */
  public EmulatedFile file(String path) {
    return stored(path).file();
  }

  /** How many blocks the file has. */
  public int blocks(String path) {
    return stored(path).blocks();
  }

  /** How many objects the store holds; fewer than blocks where some are equal. */
  public int objects() {
    return shelf.size();
  }

  /** Adds a file while the emulator runs; its id is larger than that of any other before it. */
  public EmulatedFile add(String path, Content content) {
    EmulatedFile file = new EmulatedFile(catalogue.freshId(), path, content);
    put(file);
    return file;
  }

  /** Gives a file another content, and another key, under the same id. URLs of before stay good. */
  public EmulatedFile replace(String path, Content content) {
    EmulatedFile file = new EmulatedFile(catalogue.id(path), path, content);
    put(file);
    return file;
  }

  /** Deletes a file: the portal doesn't know it any more. URLs of before stay good. */
  public void delete(String path) {
    catalogue.remove(catalogue.id(path));
    tree.delete(path);
  }

  /** Deletes a folder with all that is in it. */
  public void deleteFolder(String path) {
    catalogue.below(path).forEach(catalogue::remove);
    tree.delete(path);
  }

  /**
   * Renames or moves a file or a folder. The cloud drive folder, which is the first component of
   * the path, stays; it can itself be renamed.
   */
  public void rename(String from, String to) {
    tree.rename(from, to);
    catalogue.rename(from, to);
  }

  /** The Notification Service: its user, its sessions, its folders. */
  public NotificationService notifications() {
    return notifications;
  }

  private void put(EmulatedFile file) {
    catalogue.put(filler.store(file));
    Instant timestamp = file.content().modified().orElseGet(clock::now);
    tree.put(file.path(), file.id(), file.size(), timestamp);
  }

  /**
   * Sets the emulator's clock so far ahead of the true time (behind, when negative): its Date
   * headers, the times in its URLs, and when they expire all follow it.
   */
  public void clockSkew(Duration ahead) {
    clock.skew(ahead);
  }

  /** Lets the storage wait so long before each answer to what is asked from now on. */
  public void latency(Duration wait) {
    latency = wait;
  }

  /** Switches faults on and off. */
  public Faults faults() {
    return faults;
  }

  /** What was asked of the portal and the storage. */
  public RequestLog requests() {
    return log;
  }

  /** Opens the portal's port again. */
  public void startPortal() {
    portal.start();
  }

  /** Closes the portal's port and its connections; connecting is refused from now on. */
  public void stopPortal() {
    portal.stop();
  }

  /** Opens the ports of the storage again. */
  public void startStorage() {
    storage.forEach(HttpPort::start);
  }

  /** Closes the ports of the storage and their connections. */
  public void stopStorage() {
    storage.forEach(HttpPort::stop);
  }

  /** Opens the port of one storage host again, numbered from 0. */
  public void startStorage(int host) {
    storage.get(host).start();
  }

  /** Closes the port of one storage host and its connections. */
  public void stopStorage(int host) {
    storage.get(host).stop();
  }

  /** TCP connections that the portal has accepted so far. */
  public long portalConnections() {
    return portal.accepted();
  }

  /** TCP connections that the storage hosts have accepted so far. */
  public long storageConnections() {
    return storage.stream().mapToLong(HttpPort::accepted).sum();
  }

  /**
   * Ends everything and deletes the temporary files.
   *
   * @throws AssertionError when a client did what it must never do, see {@link
   *     RequestLog#violations}
   */
  @Override
  public void close() {
    portal.close();
    storage.forEach(HttpPort::close);
    upstream.close();
    try {
      store.close();
      shelf.close();
      try (Stream<Path> walk = Files.walk(directory)) {
        for (Path path : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the emulator didn't clean up " + directory, e);
    }
    log.assertNoViolations();
  }

  private StoredFile stored(String path) {
    return catalogue
        .find(catalogue.id(path))
        .orElseThrow(() -> new IllegalArgumentException(path + " was deleted"));
  }

  private HttpPort storagePort(int host) {
    return port(
        "storage-" + host,
        settings.storagePort() == 0 ? 0 : settings.storagePort() + host,
        settings.storageTls(),
        new StorageSite(
            host, settings, clock, upstream, () -> hosts, () -> latency, storageFaults, log));
  }

  private List<URI> endpoints() {
    List<URI> uris = new ArrayList<>(storage.size());
    for (int i = 0; i < storage.size(); i++) {
      String host = i % 2 == 0 ? "127.0.0.1" : "localhost";
      uris.add(
          URI.create(scheme(settings.storageTls()) + "://" + host + ":" + storage.get(i).port()));
    }
    return uris;
  }

  private static String scheme(Optional<ServerTls> tls) {
    return tls.isPresent() ? "https" : "http";
  }

  private static HttpPort port(String name, int wanted, Optional<ServerTls> tls, Handler handler) {
    return new HttpPort(
        "directio-emulator-" + name,
        InetAddress.getLoopbackAddress(),
        wanted,
        tls,
        handler,
        failure -> LOG.warn("The emulator's {} failed to answer", name, failure));
  }

  private static String random(int bytes) {
    byte[] secret = new byte[bytes];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  private final class KnownFiles implements io.directio.emulator.fault.Files {
    @Override
    public long id(String path) {
      return catalogue.id(path);
    }

    @Override
    public byte[] seal(long fileId, byte[] payload) {
      return encoder.seal(payload, DIGEST, catalogue.find(fileId).flatMap(StoredFile::key));
    }

    @Override
    public int prefixLength() {
      return encoder.prefixLength();
    }
  }
}
