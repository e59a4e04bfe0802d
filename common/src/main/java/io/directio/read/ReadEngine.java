// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.KeyDecryptionException;
import io.directio.SecretBearing;
import io.directio.codec.FileKey;
import io.directio.http.Backoff;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpException;
import io.directio.http.HttpTransport;
import io.directio.http.RateLimiter;
import io.directio.http.RateLimits;
import io.directio.http.RetryBudget;
import io.directio.portal.BlockListing;
import io.directio.portal.CredentialsException;
import io.directio.portal.PortalClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What all readers of one client share: memory, workers, leases, and the ways to the portal and the
 * storage.
 *
 * <p><b>Threading:</b> safe for use by many threads. Workers are shared first come, first served,
 * so that one reader can't starve another.
 */
@SecretBearing
final class ReadEngine implements AutoCloseable {

  /** Unused arrays are kept up to this part of the budget. */
  private static final int POOLED = 2;

  private final ClientOptions options;
  private final HttpTransport portalHttp;
  private final HttpTransport storageHttp;
  private final PortalClient portal;
  private final Workers workers;
  private final ByteBudget budget;
  private final ArrayPool arrays;
  private final Decoders decoders;
  private final BlockLeases leases;
  private final SizeCheck sizes;
  private final BlockFetcher fetcher;
  private final HostThrottle portalThrottle;
  private final HostThrottle storageThrottle;
  private final RateLimits limits;
  private final InFlight inFlight;
  private final ReadCounters counters = new ReadCounters();
  private final RandomGenerator random = new SharedRandom();

  private ReadEngine(
      ClientOptions options,
      RateLimits limits,
      HttpTransport portalHttp,
      HttpTransport storageHttp) {
    Clock clock = Clock.systemUTC();
    this.options = options;
    this.limits = limits;
    this.inFlight =
        InFlight.ofThisMachine(options.maxTransferRate(), options.maxRequestsPerSecond());
    this.portalHttp = portalHttp;
    this.storageHttp = storageHttp;
    this.portalThrottle = new HostThrottle(listingsAtOnce());
    this.storageThrottle = new HostThrottle(options.maxFetches());
    this.portal =
        PortalClient.builder(options.portal(), portalHttp, options.credentials())
            .backoff(new Backoff(options.retries(), new RetryBudget()))
            .throttle(portalThrottle)
            .hostPolicy(new HostPolicy(List.of(), options.hosts().allowHttp()))
            .build();
    this.workers = new Workers(options.maxFetches(), listingsAtOnce());
    this.budget = new ByteBudget(options.memoryBudget(), this::soon, this::nanoTime);
    this.arrays = new ArrayPool(options.memoryBudget() / POOLED);
    this.decoders =
        new Decoders(Runtime.getRuntime().availableProcessors(), options.cryptoProvider());
    this.leases =
        new BlockLeases(
            this::list,
            this::unwrap,
            new BlockLeases.Policy(
                options.nativeBlockSize(),
                options.maxBlockSize(),
                options.leaseMargin(),
                options.leaseMemory()),
            clock);
    this.sizes = new SizeCheck(leases, options.sizePolicy());
    ObjectSource objects =
        new ObjectSource(storageHttp, options.hosts(), options.storageRedirects(), arrays, clock);
    this.fetcher =
        new BlockFetcher(
            new HedgedSource(
                objects, options.hedgeAfter(), storageThrottle, budget, arrays, workers, counters),
            storageThrottle,
            decoders,
            arrays,
            new BlockFetcher.Rules(
                options.hosts(),
                options.retries(),
                new RetryBudget(),
                options.azurePrefix(),
                random),
            counters);
  }

  /**
   * Opens the ways to the portal and the storage. Asks neither of them yet.
   *
   * @param limits what may go over the network; not closed with the engine
   * @throws DirectIOException with code TLS if a certificate or key can't be used
   */
  static ReadEngine open(ClientOptions options, RateLimits limits) throws DirectIOException {
    HttpTransport portal = transport(options, limits, true);
    try {
      HttpTransport storage = transport(options, limits, false);
      try {
        ReadEngine engine = new ReadEngine(options, limits, portal, storage);
        portal = null;
        storage = null;
        return engine;
      } finally {
        close(storage);
      }
    } finally {
      close(portal);
    }
  }

  /**
   * Begins to use the limits of some options.
   *
   * @param among how many use them together, on all machines
   */
  static RateLimits limits(ClientOptions options, int among) {
    return RateLimits.open(
        options.portal().toString(),
        options.maxRequestsPerSecond(),
        options.maxTransferRate(),
        among);
  }

  private static HttpTransport transport(ClientOptions options, RateLimits limits, boolean portal)
      throws DirectIOException {
    try {
      return portal
          ? HttpTransport.open(options.portalHttp(), limits.requests(), RateLimiter.unlimited())
          : HttpTransport.open(options.storageHttp(), limits.requests(), limits.bytes());
    } catch (HttpException e) {
      throw new DirectIOException(
          ErrorCode.TLS, (portal ? "Portal: " : "Storage: ") + e.getMessage(), e);
    }
  }

  private static void close(HttpTransport transport) {
    if (transport != null) {
      transport.close();
    }
  }

  private BlockListing list(FileRef file) throws DirectIOException {
    counters.lists();
    long begin = nanoTime();
    BlockListing listing = portal.list(file);
    counters.listed(nanoTime() - begin);
    return listing;
  }

  private FileKey unwrap(BlockListing listing) throws KeyDecryptionException {
    long id = listing.fileId();
    String secret;
    try {
      secret = portal.credentials().secretAccessKey().orElse(null);
    } catch (CredentialsException e) {
      throw new KeyDecryptionException(id, e.getMessage(), e);
    }
    if (secret == null) {
      throw new KeyDecryptionException(
          id, "it is encrypted, and only a bearer token was given; give the secret access key too");
    }
    String wrapped =
        listing
            .wrappedKey()
            .orElseThrow(() -> new KeyDecryptionException(id, "its listing holds no wrapped key"));
    return FileKey.unwrap(id, secret, wrapped, options.cryptoProvider());
  }

  ClientOptions options() {
    return options;
  }

  /** The memory that reads may hold. */
  ByteBudget budget() {
    return budget;
  }

  /** Portal calls at once: no more than a limit of requests lets through soon. */
  int listingsAtOnce() {
    return inFlight.requestsAtOnce(options.maxListings());
  }

  /** How much is worth fetching at once. */
  InFlight inFlight() {
    return inFlight;
  }

  /** Arrays for objects and blocks. */
  ArrayPool arrays() {
    return arrays;
  }

  /** Signed URLs and keys. */
  BlockLeases leases() {
    return leases;
  }

  /** Leases files as they are now. */
  SizeCheck sizes() {
    return sizes;
  }

  /** Makes attempts at blocks. */
  BlockFetcher fetcher() {
    return fetcher;
  }

  /** Runs attempts; as many threads as fetches may be in flight. */
  ExecutorService fetchers() {
    return workers.fetchers();
  }

  /** Runs listings; as many threads as portal calls may be in flight. */
  ExecutorService listers() {
    return workers.listers();
  }

  /** Where jitter comes from. */
  RandomGenerator random() {
    return random;
  }

  /** Connections to the storage that are in use at this moment. */
  int storageConnectionsInUse() {
    return storageHttp.connectionsInUse();
  }

  /** What was done so far. */
  ReadStatistics statistics() {
    return counters.snapshot(
        budget, portalThrottle.waitedNanos() + storageThrottle.waitedNanos(), limits.waitedNanos());
  }

  /** Runs something on the timer's thread after a while; not at all once the client is closed. */
  void later(Duration delay, Runnable work) {
    try {
      workers.timer().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException clientIsClosed) {
      // Nobody waits for it any more.
    }
  }

  /** Runs something on the timer's thread; not at all once the client is closed. */
  void soon(Runnable work) {
    later(Duration.ZERO, work);
  }

  /** A clock that only moves forward. */
  long nanoTime() {
    return System.nanoTime();
  }

  /** Ends all work and frees everything; waits a moment for the workers. */
  @Override
  public void close() {
    storageHttp.close();
    portalHttp.close();
    workers.close();
    decoders.close();
  }

  @Override
  public String toString() {
    return "Engine for " + options.portal().getHost();
  }
}
