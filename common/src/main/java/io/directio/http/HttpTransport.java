// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.RouteInfo.LayerType;
import org.apache.hc.client5.http.RouteInfo.TunnelType;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends calls over pooled, kept-alive HTTP/1.1 connections and hands out their answers as streams.
 *
 * <p>It builds on the connections, the pool and the message parsing of Apache HttpClient, but not
 * on its chain of request handlers, which rewrites request targets, follows redirects, remembers
 * cookies and logs request lines. Here a request target reaches the wire byte for byte as given,
 * and what comes back is what the server sent: redirects are answers like all others, compressed
 * bodies stay compressed, and nothing is sent twice.
 *
 * <p>A connection is never made to a link-local or metadata address, whatever a name resolves to.
 * Through a proxy the proxy resolves the names, so there that is the proxy's to refuse.
 *
 * <p>Every call that is sent waits for its turn by the transport's {@link RateLimiter}s, if it has
 * any, and so do the bytes of bodies as they are read. A call waits before it takes a connection,
 * and no timeout runs meanwhile.
 *
 * <p><b>Threading:</b> every method is safe; {@link #send} blocks its caller.
 */
public final class HttpTransport implements AutoCloseable {

  private static final String USER_AGENT = "directio-java";
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(50);
  private static final int LONGEST_LINE = 64 * 1024;
  private static final int MOST_HEADERS = 200;

  private final HttpOptions options;
  private final LongSupplier nanoClock;
  private final PoolingHttpClientConnectionManager connections;
  private final HttpRequestExecutor executor;
  private final Watchdog watchdog;
  private final HttpHost proxy;
  private final CertificateRequests certificateRequests;
  private final RateLimiter requests;
  private final RateLimiter bytes;
  private volatile boolean closed;

  private HttpTransport(
      HttpOptions options,
      DnsResolver resolver,
      LongSupplier nanoClock,
      RateLimiter requests,
      RateLimiter bytes)
      throws HttpException {
    this.options = options;
    this.requests = requests;
    this.bytes = bytes;
    this.nanoClock = nanoClock;
    TlsMaterial tls = TlsMaterial.of(options.tls());
    this.certificateRequests = tls.certificateRequests();
    Http1Config protocol =
        Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).build();
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setConnectionFactory(DiscreetConnection.factory(protocol))
            .setTlsSocketStrategy(tls.strategy())
            .setDnsResolver(new GuardedResolver(resolver))
            .setMaxConnTotal(options.maxConnections())
            .setMaxConnPerRoute(options.maxConnectionsPerHost())
            .setDefaultTlsConfig(
                TlsConfig.custom()
                    .setHandshakeTimeout(timeout(options.connectTimeout().toMillis()))
                    .setSupportedProtocols(TLS.V_1_3, TLS.V_1_2)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(timeout(options.connectTimeout().toMillis()))
                    .setSocketTimeout(timeout(options.readTimeout().toMillis()))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setIdleTimeout(KEEP_ALIVE.toTimeout())
                    .build())
            .build();
    this.executor =
        new HttpRequestExecutor(protocol, DefaultConnectionReuseStrategy.INSTANCE, null);
    this.watchdog = new Watchdog(options);
    this.proxy = proxy(options);
  }

  /**
   * Opens a transport. Files that the options name are read now.
   *
   * @throws HttpException of kind TLS if a certificate or key can't be used; the message names the
   *     file
   */
  public static HttpTransport open(HttpOptions options) throws HttpException {
    return open(options, RateLimiter.unlimited(), RateLimiter.unlimited());
  }

  /**
   * Opens a transport that keeps limits, which it may share with others.
   *
   * @param requests limits the calls that are sent
   * @param bytes limits the bytes of bodies
   * @throws HttpException as {@link #open(HttpOptions)} does
   */
  public static HttpTransport open(HttpOptions options, RateLimiter requests, RateLimiter bytes)
      throws HttpException {
    return new HttpTransport(
        options, SystemDefaultDnsResolver.INSTANCE, System::nanoTime, requests, bytes);
  }

  static HttpTransport open(HttpOptions options, DnsResolver resolver) throws HttpException {
    return new HttpTransport(
        options, resolver, System::nanoTime, RateLimiter.unlimited(), RateLimiter.unlimited());
  }

  /**
   * Sends a call and waits for the headers of its answer.
   *
   * @return the answer, whatever its status; to be closed
   * @throws HttpException if there is no answer
   */
  public HttpAnswer send(HttpCall call) throws HttpException {
    return send(call, new Cancellation());
  }

  /** As {@link #send(HttpCall)}, so that another thread can cancel it until its body is read. */
  public HttpAnswer send(HttpCall call, Cancellation cancellation) throws HttpException {
    RawUrl url = call.url();
    if (cancellation.isCancelled()) {
      throw Cancellation.reason();
    }
    awaitTurn(cancellation);
    return exchange(call, url, cancellation);
  }

  /**
   * As {@link #send(HttpCall)}, but at once, however many wait for their turn: for what ends
   * something. It counts, so that the others wait the longer.
   */
  public HttpAnswer sendAtOnce(HttpCall call) throws HttpException {
    requests.charge(1);
    return exchange(call, call.url(), new Cancellation());
  }

  /** Whether calls or bodies have to wait at this moment, because of the limits. */
  public boolean isHeldBack() {
    return requests.isCrowded() || bytes.isCrowded();
  }

  private void awaitTurn(Cancellation cancellation) throws HttpException {
    try {
      if (!requests.acquire(1, () -> closed || cancellation.isCancelled())) {
        throw Cancellation.reason();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpException(HttpException.Kind.CANCELLED, "Interrupted", e);
    }
  }

  private HttpAnswer exchange(HttpCall call, RawUrl url, Cancellation cancellation)
      throws HttpException {
    HttpHost target = new HttpHost(url.scheme(), url.host(), url.port());
    HttpRoute route = route(target, url);
    Exchange exchange =
        new Exchange(
            connections,
            lease(route, url),
            watchdog,
            url.location(),
            options,
            call.patience(),
            nanoClock);
    boolean answered = false;
    try {
      cancellation.attach(exchange);
      HttpClientContext context = HttpClientContext.create();
      if (!exchange.isConnected()) {
        exchange.connect(context);
        if (route.isTunnelled()) {
          tunnel(exchange, url, context);
        }
      }
      BasicClassicHttpRequest request = request(call, url, target);
      ClassicHttpResponse response = exchange.execute(request, executor, context);
      exchange.headersArrived();
      HttpAnswer answer = answer(exchange, request, response, context, cancellation);
      answered = true;
      return answer;
    } catch (IOException | org.apache.hc.core5.http.HttpException | RuntimeException e) {
      throw hinted(exchange.failure(e), url);
    } finally {
      if (!answered) {
        exchange.discard();
      }
    }
  }

  private HttpException hinted(HttpException failure, RawUrl url) {
    boolean unserved =
        failure.kind() == HttpException.Kind.RESET
            && url.secure()
            && certificateRequests.wereLeftUnservedFor(url.host());
    return unserved
        ? new HttpException(
            failure.kind(),
            failure.getMessage()
                + ". It asked for a client certificate, and there is none that it accepts",
            failure)
        : failure;
  }

  private HttpRoute route(HttpHost target, RawUrl url) {
    if (proxy == null) {
      return new HttpRoute(target, null, url.secure());
    }
    return url.secure()
        ? new HttpRoute(target, null, proxy, true, TunnelType.TUNNELLED, LayerType.LAYERED)
        : new HttpRoute(target, null, proxy, false);
  }

  private ConnectionEndpoint lease(HttpRoute route, RawUrl url) throws HttpException {
    Timeout patience = timeout(options.headersTimeout().toMillis());
    LeaseRequest lease = null;
    boolean leased = false;
    try {
      lease = connections.lease("", route, patience, null);
      ConnectionEndpoint endpoint = lease.get(patience);
      leased = true;
      return endpoint;
    } catch (TimeoutException e) {
      throw new HttpException(
          HttpException.Kind.TIMEOUT,
          "All connections to " + url.authority() + " stayed in use; allow more of them");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpException(HttpException.Kind.CANCELLED, "Interrupted", e);
    } catch (ExecutionException | IllegalStateException e) {
      throw new HttpException(HttpException.Kind.CANCELLED, "The transport was closed");
    } finally {
      if (!leased && lease != null) {
        // Otherwise the request would take the next free connection, and nobody would return it.
        lease.cancel();
      }
    }
  }

  private void tunnel(Exchange exchange, RawUrl url, HttpClientContext context)
      throws IOException, org.apache.hc.core5.http.HttpException {
    String target = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest("CONNECT", proxy, target + ":" + url.port());
    request.addHeader("Host", target + ":" + url.port());
    request.addHeader("User-Agent", USER_AGENT);
    int status = exchange.execute(request, executor, context).getCode();
    if (status / 100 != 2) {
      throw new HttpException(
          HttpException.Kind.CONNECT,
          "The proxy "
              + proxy.toHostString()
              + " refused to connect to "
              + url.authority()
              + " (status "
              + status
              + ")");
    }
    exchange.secure(context);
  }

  private BasicClassicHttpRequest request(HttpCall call, RawUrl url, HttpHost target) {
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest(call.method(), target, url.target());
    // Towards a proxy a request line holds the whole URL, unless it goes through a tunnel.
    request.setAbsoluteRequestUri(proxy != null && !url.secure());
    request.addHeader("Host", url.authority());
    request.addHeader("User-Agent", USER_AGENT);
    for (Map.Entry<String, String> header : call.headers()) {
      request.addHeader(header.getKey(), header.getValue());
    }
    if (call.body() != null) {
      request.addHeader("Content-Length", call.body().length);
      request.setEntity(new ByteArrayEntity(call.body(), ContentType.APPLICATION_OCTET_STREAM));
    }
    return request;
  }

  private HttpAnswer answer(
      Exchange exchange,
      BasicClassicHttpRequest request,
      ClassicHttpResponse response,
      HttpClientContext context,
      Cancellation cancellation)
      throws IOException {
    TimeValue keepAlive = null;
    if (DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)) {
      TimeValue offered =
          DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
      keepAlive = TimeValue.isPositive(offered) ? offered.min(KEEP_ALIVE) : KEEP_ALIVE;
    }
    HttpEntity entity = response.getEntity();
    InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
    long length = entity == null ? 0 : entity.getContentLength();
    Pace pace = new Pace(bytes, () -> closed || cancellation.isCancelled());
    return new HttpAnswer(
        response, new GuardedBody(exchange, content, length, keepAlive, pace), length);
  }

  /** Connections that are in use at this moment: answers that were not closed yet. */
  public int connectionsInUse() {
    return connections.getTotalStats().getLeased();
  }

  /** Calls that wait for a free connection at this moment. */
  public int callsWaiting() {
    return connections.getTotalStats().getPending();
  }

  /** Closes all connections; calls that are under way fail with kind CANCELLED. */
  @Override
  public void close() {
    closed = true;
    watchdog.close();
    connections.close(CloseMode.IMMEDIATE);
  }

  private static HttpHost proxy(HttpOptions options) {
    if (options.proxy() == null) {
      return null;
    }
    ProxyAddress address = ProxyAddress.parse(options.proxy());
    return new HttpHost("http", address.host(), address.port());
  }

  private static Timeout timeout(long milliseconds) {
    return Timeout.ofMilliseconds(milliseconds);
  }
}
