// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.codec.CryptoProvider;
import io.directio.http.HostPolicy;
import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalConnection;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How a client reaches the portal and the storage, and how much it may take of the machine. Holds
 * no secret: credentials are named by their source and resolved where they are used.
 *
 * <p>Immutable. Clients of equal options can be {@linkplain DirectIOClient#shared shared}.
 *
 * @param portal the portal, such as {@code https://tenant.ctera.com}
 * @param credentials where the credentials come from; default: the environment
 * @param portalHttp connections to the portal
 * @param storageHttp connections to the object storage
 * @param hosts which hosts signed URLs may point to
 * @param storageRedirects whether redirects of the storage are followed, to allowed hosts only;
 *     default false
 * @param retries attempts and pauses, for each portal call and for each block
 * @param memoryBudget bytes that blocks in flight and blocks not yet consumed may take together;
 *     default a quarter of the heap
 * @param nativeBlockSize size in bytes beyond which a native object (neither encrypted nor
 *     compressed) is read in pieces of this size; default 8 MiB. It decides on the numbers of
 *     blocks, so all workers of one job must agree on it
 * @param maxBlockSize size in bytes of the largest encrypted or compressed block that is accepted;
 *     default 64 MiB
 * @param maxFetches blocks fetched at once; default 64. How many of them are used follows from the
 *     size of the blocks and the memory
 * @param maxListings portal calls at once; default 32
 * @param maxTransferRate bytes that come from the storage in a second, at most, as they are stored:
 *     for all that is read of this portal in this JVM with this limit, retries included; 0, the
 *     default: as many as can. They come evenly, and no more blocks are fetched at once than that
 *     takes
 * @param maxRequestsPerSecond requests that are sent to the portal and the storage together in a
 *     second, at most: listings, blocks, logins and questions for changes, each retry and each
 *     second request for a slow block; for all that is asked of this portal in this JVM with this
 *     limit. Not those of a destination. Can be a fraction; 0, the default: as many as can
 * @param leaseMargin how long before its expiry a signed URL is replaced; default 30 s
 * @param leaseMemory bytes of signed URLs and listings that are kept; default an eighth of the heap
 * @param hedgeAfter how long a block may take before it is asked for a second time, the first
 *     answer winning; null, the default: never
 * @param sizePolicy what to do with a file whose blocks don't add up to the size its event told
 * @param azurePrefix where objects are expected to have 16 more bytes in front
 * @param cryptoProvider the implementation of AES; default the JDK's
 */
public record ClientOptions(
    URI portal,
    CredentialsSource credentials,
    HttpOptions portalHttp,
    HttpOptions storageHttp,
    HostPolicy hosts,
    boolean storageRedirects,
    RetryPolicy retries,
    long memoryBudget,
    int nativeBlockSize,
    int maxBlockSize,
    int maxFetches,
    int maxListings,
    long maxTransferRate,
    double maxRequestsPerSecond,
    Duration leaseMargin,
    long leaseMemory,
    Duration hedgeAfter,
    SizePolicy sizePolicy,
    AzurePrefix azurePrefix,
    CryptoProvider cryptoProvider)
    implements Serializable {

  /** Blocks can't be larger than an array, and native ones should not be larger than this. */
  private static final int LARGEST = 1 << 30;

  /**
   * @throws IllegalArgumentException if a value is out of its bounds
   */
  public ClientOptions {
    Objects.requireNonNull(portal, "portal");
    refuseMoreThanAnAddress(portal);
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(portalHttp, "portalHttp");
    Objects.requireNonNull(storageHttp, "storageHttp");
    Objects.requireNonNull(hosts, "hosts");
    Objects.requireNonNull(retries, "retries");
    Objects.requireNonNull(leaseMargin, "leaseMargin");
    Objects.requireNonNull(sizePolicy, "sizePolicy");
    Objects.requireNonNull(azurePrefix, "azurePrefix");
    Objects.requireNonNull(cryptoProvider, "cryptoProvider");
    atLeast("memoryBudget", memoryBudget, 1);
    atLeast("nativeBlockSize", nativeBlockSize, 1);
    atLeast("maxBlockSize", maxBlockSize, 1);
    atLeast("maxFetches", maxFetches, 1);
    atLeast("maxListings", maxListings, 1);
    atLeast("maxTransferRate", maxTransferRate, 0);
    if (!(maxRequestsPerSecond >= 0 && Double.isFinite(maxRequestsPerSecond))) {
      throw new IllegalArgumentException(
          "maxRequestsPerSecond must be a positive number, or 0 for no limit, not "
              + maxRequestsPerSecond);
    }
    atLeast("leaseMemory", leaseMemory, 0);
    if (nativeBlockSize > LARGEST || maxBlockSize > LARGEST) {
      throw new IllegalArgumentException("Blocks can't be larger than " + LARGEST + " bytes");
    }
    if (leaseMargin.isNegative()) {
      throw new IllegalArgumentException("leaseMargin must not be negative");
    }
    if (hedgeAfter != null && (hedgeAfter.isNegative() || hedgeAfter.isZero())) {
      throw new IllegalArgumentException("hedgeAfter must be positive, or null for never");
    }
  }

  /** The address travels with a job and is shown; what may be a secret in it would be, too. */
  private static void refuseMoreThanAnAddress(URI portal) {
    String authority = portal.getRawAuthority();
    if (portal.getRawQuery() != null
        || portal.getRawFragment() != null
        || authority != null && authority.contains("@")) {
      throw new IllegalArgumentException(
          "The portal's address can't have a user, a query or a fragment");
    }
  }

  /** Options with their defaults for a portal. */
  public static ClientOptions of(URI portal) {
    return builder(portal).build();
  }

  /**
   * A builder that starts with the defaults.
   *
   * @param portal the portal, such as {@code https://tenant.ctera.com}
   */
  public static Builder builder(URI portal) {
    return new Builder(portal);
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    Builder builder = new Builder(portal);
    builder.credentials = credentials;
    builder.portalHttp = portalHttp;
    builder.storageHttp = storageHttp;
    builder.hosts = hosts;
    builder.storageRedirects = storageRedirects;
    builder.retries = retries;
    builder.memoryBudget = memoryBudget;
    builder.nativeBlockSize = nativeBlockSize;
    builder.maxBlockSize = maxBlockSize;
    builder.maxFetches = maxFetches;
    builder.maxListings = maxListings;
    builder.maxTransferRate = maxTransferRate;
    builder.maxRequestsPerSecond = maxRequestsPerSecond;
    builder.leaseMargin = leaseMargin;
    builder.leaseMemory = leaseMemory;
    builder.hedgeAfter = hedgeAfter;
    builder.sizePolicy = sizePolicy;
    builder.azurePrefix = azurePrefix;
    builder.cryptoProvider = cryptoProvider;
    return builder;
  }

  /** How the portal is reached, for what else is asked of it. */
  public PortalConnection portalConnection() {
    return new PortalConnection(
        portal, credentials, portalHttp, retries, hosts.allowHttp(), maxRequestsPerSecond);
  }

  /**
   * Shows what matters for finding a fault. Of the source of the credentials only its type: one
   * that holds them, as tests use it, could print them.
   */
  @Override
  public String toString() {
    return "ClientOptions[portal="
        + portal.getHost()
        + ", credentials="
        + credentials.getClass().getSimpleName()
        + ", hosts="
        + hosts
        + ", retries="
        + retries
        + ", memoryBudget="
        + memoryBudget
        + ", nativeBlockSize="
        + nativeBlockSize
        + ", maxBlockSize="
        + maxBlockSize
        + ", maxFetches="
        + maxFetches
        + ", maxListings="
        + maxListings
        + ", maxTransferRate="
        + maxTransferRate
        + ", maxRequestsPerSecond="
        + maxRequestsPerSecond
        + ", leaseMargin="
        + leaseMargin
        + ", leaseMemory="
        + leaseMemory
        + ", hedgeAfter="
        + hedgeAfter
        + "]";
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }

  /** Builds options; what is not set keeps its default. */
  public static final class Builder {

    private final URI portal;
    private CredentialsSource credentials = CredentialsSource.environment();
    private HttpOptions portalHttp = HttpOptions.defaults();
    private HttpOptions storageHttp = HttpOptions.defaults();
    private HostPolicy hosts = HostPolicy.DEFAULT;
    private boolean storageRedirects;
    private RetryPolicy retries = RetryPolicy.DEFAULT;
    private long memoryBudget = Runtime.getRuntime().maxMemory() / 4;
    private int nativeBlockSize = 8 << 20;
    private int maxBlockSize = 64 << 20;
    private int maxFetches = 64;
    private int maxListings = 32;
    private long maxTransferRate;
    private double maxRequestsPerSecond;
    private Duration leaseMargin = Duration.ofSeconds(30);
    private long leaseMemory = Runtime.getRuntime().maxMemory() / 8;
    private Duration hedgeAfter;
    private SizePolicy sizePolicy = SizePolicy.QUARANTINE;
    private AzurePrefix azurePrefix = AzurePrefix.ON_AZURE_HOSTS;
    private CryptoProvider cryptoProvider = CryptoProvider.platform();

    private Builder(URI portal) {
      this.portal = Objects.requireNonNull(portal, "portal");
    }

    /** See {@link ClientOptions#credentials()}. */
    public Builder credentials(CredentialsSource source) {
      this.credentials = source;
      return this;
    }

    /** See {@link ClientOptions#portalHttp()}. */
    public Builder portalHttp(HttpOptions options) {
      this.portalHttp = options;
      return this;
    }

    /** See {@link ClientOptions#storageHttp()}. */
    public Builder storageHttp(HttpOptions options) {
      this.storageHttp = options;
      return this;
    }

    /** See {@link ClientOptions#hosts()}. */
    public Builder hosts(HostPolicy policy) {
      this.hosts = policy;
      return this;
    }

    /** See {@link ClientOptions#storageRedirects()}. */
    public Builder storageRedirects(boolean follow) {
      this.storageRedirects = follow;
      return this;
    }

    /** See {@link ClientOptions#retries()}. */
    public Builder retries(RetryPolicy policy) {
      this.retries = policy;
      return this;
    }

    /** See {@link ClientOptions#memoryBudget()}. */
    public Builder memoryBudget(long bytes) {
      this.memoryBudget = bytes;
      return this;
    }

    /** See {@link ClientOptions#nativeBlockSize()}. */
    public Builder nativeBlockSize(int bytes) {
      this.nativeBlockSize = bytes;
      return this;
    }

    /** See {@link ClientOptions#maxBlockSize()}. */
    public Builder maxBlockSize(int bytes) {
      this.maxBlockSize = bytes;
      return this;
    }

    /** See {@link ClientOptions#maxFetches()}. */
    public Builder maxFetches(int fetches) {
      this.maxFetches = fetches;
      return this;
    }

    /** See {@link ClientOptions#maxListings()}. */
    public Builder maxListings(int listings) {
      this.maxListings = listings;
      return this;
    }

    /** See {@link ClientOptions#maxTransferRate()}. */
    public Builder maxTransferRate(long bytesPerSecond) {
      this.maxTransferRate = bytesPerSecond;
      return this;
    }

    /** See {@link ClientOptions#maxRequestsPerSecond()}. */
    public Builder maxRequestsPerSecond(double requests) {
      this.maxRequestsPerSecond = requests;
      return this;
    }

    /** See {@link ClientOptions#leaseMargin()}. */
    public Builder leaseMargin(Duration margin) {
      this.leaseMargin = margin;
      return this;
    }

    /** See {@link ClientOptions#leaseMemory()}. */
    public Builder leaseMemory(long bytes) {
      this.leaseMemory = bytes;
      return this;
    }

    /** See {@link ClientOptions#hedgeAfter()}. */
    public Builder hedgeAfter(Duration delay) {
      this.hedgeAfter = delay;
      return this;
    }

    /** See {@link ClientOptions#sizePolicy()}. */
    public Builder sizePolicy(SizePolicy policy) {
      this.sizePolicy = policy;
      return this;
    }

    /** See {@link ClientOptions#azurePrefix()}. */
    public Builder azurePrefix(AzurePrefix prefix) {
      this.azurePrefix = prefix;
      return this;
    }

    /** See {@link ClientOptions#cryptoProvider()}. */
    public Builder cryptoProvider(CryptoProvider provider) {
      this.cryptoProvider = provider;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public ClientOptions build() {
      return new ClientOptions(
          portal,
          credentials,
          portalHttp,
          storageHttp,
          hosts,
          storageRedirects,
          retries,
          memoryBudget,
          nativeBlockSize,
          maxBlockSize,
          maxFetches,
          maxListings,
          maxTransferRate,
          maxRequestsPerSecond,
          leaseMargin,
          leaseMemory,
          hedgeAfter,
          sizePolicy,
          azurePrefix,
          cryptoProvider);
    }
  }
}
