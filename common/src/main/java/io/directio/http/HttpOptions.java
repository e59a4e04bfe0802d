// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How a transport connects, and how long it waits. Immutable, and equal options can share one
 * transport.
 *
 * @param connectTimeout longest time for connecting, and again for the TLS handshake; default 5 s
 * @param readTimeout longest time without a single byte, before, inside and after the headers;
 *     default 10 s
 * @param headersTimeout longest time from the start of an exchange, connecting included, until all
 *     headers of the answer are there; default 30 s
 * @param minimumBytesPerSecond what a body must deliver on average while it is waited for; 0
 *     switches the check off; default 1024
 * @param throughputWindow the time over which that average is taken; time that the reader of the
 *     body spends elsewhere doesn't count; default 30 s
 * @param maxConnections connections at once; default 256
 * @param maxConnectionsPerHost connections to one host at once; default 64
 * @param proxy an HTTP proxy as {@code host:port}, or null; credentials for it are not supported
 * @param tls how TLS is secured
 */
public record HttpOptions(
    Duration connectTimeout,
    Duration readTimeout,
    Duration headersTimeout,
    long minimumBytesPerSecond,
    Duration throughputWindow,
    int maxConnections,
    int maxConnectionsPerHost,
    String proxy,
    TlsOptions tls)
    implements Serializable {

  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException if a time or a count is not positive, or the proxy is not
   *     {@code host:port}
   */
  public HttpOptions {
    positive("connectTimeout", connectTimeout);
    positive("readTimeout", readTimeout);
    positive("headersTimeout", headersTimeout);
    positive("throughputWindow", throughputWindow);
    Objects.requireNonNull(tls, "tls");
    if (minimumBytesPerSecond < 0) {
      throw new IllegalArgumentException("minimumBytesPerSecond can't be negative");
    }
    if (maxConnections < 1 || maxConnectionsPerHost < 1) {
      throw new IllegalArgumentException("A transport needs at least one connection");
    }
    if (proxy != null) {
      ProxyAddress.parse(proxy);
    }
  }

  /** The defaults. */
  public static HttpOptions defaults() {
    return builder().build();
  }

  /** A builder that starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with these options. */
  public Builder toBuilder() {
    return new Builder()
        .connectTimeout(connectTimeout)
        .readTimeout(readTimeout)
        .headersTimeout(headersTimeout)
        .minimumThroughput(minimumBytesPerSecond, throughputWindow)
        .maxConnections(maxConnections)
        .maxConnectionsPerHost(maxConnectionsPerHost)
        .proxy(proxy)
        .tls(tls);
  }

  private static void positive(String name, Duration duration) {
    Objects.requireNonNull(duration, name);
    if (duration.toMillis() < 1 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must lie between a millisecond and a day, not " + duration);
    }
  }

  /** Builds options; what is not set keeps its default. */
  public static final class Builder {

    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration readTimeout = Duration.ofSeconds(10);
    private Duration headersTimeout = Duration.ofSeconds(30);
    private long minimumBytesPerSecond = 1024;
    private Duration throughputWindow = Duration.ofSeconds(30);
    private int maxConnections = 256;
    private int maxConnectionsPerHost = 64;
    private String proxy;
    private TlsOptions tls = TlsOptions.DEFAULT;

    private Builder() {}

    /** See {@link HttpOptions#connectTimeout()}. */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = timeout;
      return this;
    }

    /** See {@link HttpOptions#readTimeout()}. */
    public Builder readTimeout(Duration timeout) {
      this.readTimeout = timeout;
      return this;
    }

    /** See {@link HttpOptions#headersTimeout()}. */
    public Builder headersTimeout(Duration timeout) {
      this.headersTimeout = timeout;
      return this;
    }

    /** See {@link HttpOptions#minimumBytesPerSecond()} and {@code throughputWindow()}. */
    public Builder minimumThroughput(long bytesPerSecond, Duration window) {
      this.minimumBytesPerSecond = bytesPerSecond;
      this.throughputWindow = window;
      return this;
    }

    /** See {@link HttpOptions#maxConnections()}. */
    public Builder maxConnections(int connections) {
      this.maxConnections = connections;
      return this;
    }

    /** See {@link HttpOptions#maxConnectionsPerHost()}. */
    public Builder maxConnectionsPerHost(int connections) {
      this.maxConnectionsPerHost = connections;
      return this;
    }

    /** See {@link HttpOptions#proxy()}. */
    public Builder proxy(String hostAndPort) {
      this.proxy = hostAndPort;
      return this;
    }

    /** See {@link HttpOptions#tls()}. */
    public Builder tls(TlsOptions options) {
      this.tls = options;
      return this;
    }

    /** The options. */
    public HttpOptions build() {
      return new HttpOptions(
          connectTimeout,
          readTimeout,
          headersTimeout,
          minimumBytesPerSecond,
          throughputWindow,
          maxConnections,
          maxConnectionsPerHost,
          proxy,
          tls);
    }
  }
}
