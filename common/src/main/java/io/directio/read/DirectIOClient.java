// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.FileMetadata;
import io.directio.FilePlan;
import io.directio.FileRef;
import io.directio.http.RateLimits;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads files of one portal. One client serves a whole JVM: it bounds the memory, the connections
 * and the portal calls of all that is read through it.
 *
 * <ul>
 *   <li>{@link #metadata} and {@link #plan} tell what a file consists of;
 *   <li>{@link #blocks(long)}, the Blocks API, gives blocks as they arrive;
 *   <li>{@link #stream(long)}, the Streamer API, gives bytes in order;
 *   <li>{@link #reader} is for engines: many files in the background.
 * </ul>
 *
 * <pre>{@code
 * ClientOptions options = ClientOptions.builder(URI.create("https://tenant.ctera.com")).build();
 * try (DirectIOClient client = DirectIOClient.open(options)) {
 *   System.out.println(client.metadata(12345).size());
 * }
 * }</pre>
 *
 * <p>Errors are {@link DirectIOException}s, by kind: {@link io.directio.PortalException} about a
 * file as a whole, {@link io.directio.BlockException} about one block, {@link
 * io.directio.StreamException} with the offset to go on from.
 *
 * <p><b>Threading:</b> safe for use by many threads. Closing the client closes all that was opened
 * through it.
 */
public final class DirectIOClient implements AutoCloseable {

  /** Files that are listed ahead of their first fetch, as a multiple of the listings at once. */
  private static final int LIST_AHEAD = 2;

  private final ReadEngine engine;
  private final Runnable release;
  private final OpenReads reads = new OpenReads();
  private final AtomicBoolean closed = new AtomicBoolean();

  DirectIOClient(ReadEngine engine, Runnable release) {
    this.engine = engine;
    this.release = release;
  }

  /**
   * Opens a client of its own. Asks neither the portal nor the storage yet.
   *
   * @throws DirectIOException if a certificate or key can't be used
   * @throws IllegalArgumentException if the portal's address can't be used, as when it is plain
   *     http to another machine and that is not allowed
   */
  public static DirectIOClient open(ClientOptions options) throws DirectIOException {
    RateLimits limits = ReadEngine.limits(options, 1);
    boolean opened = false;
    try {
      ReadEngine engine = ReadEngine.open(options, limits);
      opened = true;
      return new DirectIOClient(
          engine,
          () -> {
            engine.close();
            limits.close();
          });
    } finally {
      if (!opened) {
        limits.close();
      }
    }
  }

  /**
   * Opens a client that shares its memory, connections and leases with all others in this JVM that
   * were opened so with equal options. The last to be closed frees them.
   *
   * @throws DirectIOException as {@link #open} does
   */
  public static DirectIOClient shared(ClientOptions options) throws DirectIOException {
    return sharedAmong(1, options);
  }

  /**
   * Opens a client as {@link #shared} does, for one of many that read the same on several machines
   * and are to keep {@linkplain ClientOptions#maxTransferRate() the} {@linkplain
   * ClientOptions#maxRequestsPerSecond() limits} together. Each brings its part, and those in one
   * JVM share the sum of their parts.
   *
   * @param clients how many they are altogether; 1 for one that may use all of the limits
   * @throws DirectIOException as {@link #open} does
   */
  public static DirectIOClient sharedAmong(int clients, ClientOptions options)
      throws DirectIOException {
    return SharedEngines.open(options, clients);
  }

  /** The options that the client was opened with. */
  public ClientOptions options() {
    return engine.options();
  }

  /** What was done so far, by all that share the client. */
  public ReadStatistics statistics() {
    return engine.statistics();
  }

  /**
   * Tells what a file is, as it is now: one portal call.
   *
   * @throws DirectIOException if the portal can't or won't list it
   */
  public FileMetadata metadata(long fileId) throws DirectIOException {
    return plan(FileRef.ofId(fileId)).metadata();
  }

  /**
   * Plans a file as it is now: one portal call. The listing is kept for who reads the file next.
   *
   * @throws io.directio.SizeMismatchException if its size is known, and its blocks don't add up to
   *     it
   * @throws DirectIOException if the portal can't or won't list it
   */
  public FilePlan plan(FileRef file) throws DirectIOException {
    checkOpen();
    return engine.sizes().lease(file).plan();
  }

  /**
   * Plans a file as it was when a client that shares memory with this one saw it last: one portal
   * call if none remembers it. For work on many pieces of a file, which then cost one call
   * together.
   *
   * @throws DirectIOException as {@link #plan} does
   */
  public FilePlan rememberedPlan(FileRef file) throws DirectIOException {
    checkOpen();
    return engine.sizes().remembered(file).plan();
  }

  /** Asks for blocks of a file as it will be when the request is opened. */
  public BlocksRequest blocks(long fileId) {
    return blocks(FileRef.ofId(fileId));
  }

  /** Asks for blocks of a file as it will be when the request is opened. */
  public BlocksRequest blocks(FileRef file) {
    return new BlocksRequest(fresh(file));
  }

  /** Asks for blocks of a file that was planned; the request fails if it has changed since. */
  public BlocksRequest blocks(FilePlan plan) {
    return new BlocksRequest(planned(plan));
  }

  /** Asks for the bytes of a file as it will be when the request is opened. */
  public StreamRequest stream(long fileId) {
    return stream(FileRef.ofId(fileId));
  }

  /** Asks for the bytes of a file as it will be when the request is opened. */
  public StreamRequest stream(FileRef file) {
    return new StreamRequest(fresh(file));
  }

  /** Asks for the bytes of a file that was planned; the request fails if it has changed since. */
  public StreamRequest stream(FilePlan plan) {
    return new StreamRequest(planned(plan));
  }

  private OpenFile fresh(FileRef file) {
    checkOpen();
    return new OpenFile(engine, reads, () -> engine.sizes().lease(file));
  }

  private OpenFile planned(FilePlan plan) {
    checkOpen();
    return new OpenFile(
        engine, reads, () -> engine.leases().planned(plan.file(), plan.fingerprint()));
  }

  /**
   * Opens a reader for many files.
   *
   * @return to be closed
   */
  public BlockReader reader(ReaderOptions options) {
    int listings = engine.listingsAtOnce();
    return reads.add(
        whenClosed ->
            new BlockReader(
                engine,
                options,
                new BlockReader.Bounds(engine.options().maxFetches(), LIST_AHEAD * listings),
                whenClosed));
  }

  /** What this client shares with others; for tests. */
  ReadEngine engine() {
    return engine;
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new IllegalStateException("The client is closed");
    }
  }

  /** Closes all that was opened through this client, and frees what nobody shares with it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      reads.close();
      release.run();
    }
  }

  @Override
  public String toString() {
    return "Client of the portal " + engine.options().portal().getHost();
  }
}
