// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * One request and its answer on one leased connection, from the lease until the connection is given
 * back or thrown away.
 *
 * <p><b>Threading.</b> One thread sends and reads. The watchdog, a cancellation or the closing
 * transport may {@linkplain #abort abort} from another thread: that closes the socket, the blocked
 * thread wakes up with an error, and {@link #failure} tells why. A connection is given back exactly
 * once, and after that an abort has no effect, so it can't hit the connection's next user.
 */
final class Exchange {

  private final HttpClientConnectionManager connections;
  private final ConnectionEndpoint endpoint;
  private final Watchdog watchdog;
  private final String location;
  private final HttpOptions options;
  private final Duration patience;
  private final LongSupplier nanoClock;
  private final long headersDeadline;
  private final ThroughputMeter meter;
  private volatile boolean headersThere;
  private boolean finished;
  private HttpException abortion;

  Exchange(
      HttpClientConnectionManager connections,
      ConnectionEndpoint endpoint,
      Watchdog watchdog,
      String location,
      HttpOptions options,
      Duration patience,
      LongSupplier nanoClock) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.watchdog = watchdog;
    this.location = location;
    this.options = options;
    this.patience = patience;
    this.nanoClock = nanoClock;
    this.headersDeadline =
        nanoClock.getAsLong() + options.headersTimeout().plus(patience).toNanos();
    this.meter =
        new ThroughputMeter(options.minimumBytesPerSecond(), options.throughputWindow().toNanos());
    watchdog.watch(this);
  }

  boolean isConnected() {
    return endpoint.isConnected();
  }

  void connect(HttpContext context) throws IOException {
    connections.connect(
        endpoint, Timeout.ofMilliseconds(options.connectTimeout().toMillis()), context);
  }

  void secure(HttpContext context) throws IOException {
    connections.upgrade(endpoint, context);
  }

  ClassicHttpResponse execute(
      ClassicHttpRequest request, HttpRequestExecutor executor, HttpContext context)
      throws IOException, org.apache.hc.core5.http.HttpException {
    Duration silence = options.readTimeout().plus(patience);
    endpoint.setSocketTimeout(Timeout.ofMilliseconds(silence.toMillis()));
    return endpoint.execute("", request, executor::execute, context);
  }

  void headersArrived() {
    headersThere = true;
  }

  void readBegins() {
    meter.readBegins(nanoClock.getAsLong());
  }

  void readEnds(int count) {
    meter.readEnds(nanoClock.getAsLong(), count);
  }

  /** Called by the watchdog now and then. */
  void check() {
    long now = nanoClock.getAsLong();
    if (!headersThere) {
      if (now - headersDeadline >= 0) {
        abort(
            new HttpException(
                HttpException.Kind.TIMEOUT,
                location
                    + " did not send all its headers within "
                    + options.headersTimeout().plus(patience)));
      }
    } else if (meter.isTooSlow(now)) {
      abort(
          new HttpException(
              HttpException.Kind.TIMEOUT,
              location
                  + " delivers fewer than "
                  + options.minimumBytesPerSecond()
                  + " bytes a second over "
                  + options.throughputWindow()));
    }
  }

  /** Ends the exchange from outside; whoever waits for it gets {@code reason}. */
  synchronized void abort(HttpException reason) {
    if (!finished && abortion == null) {
      abortion = reason;
      endpoint.close(CloseMode.IMMEDIATE);
    }
  }

  /** What a failure that the waiting thread saw really was. */
  synchronized HttpException failure(Exception seen) {
    return abortion != null ? abortion : Diagnosis.of(seen, location);
  }

  /** Gives the connection back, to be used again for a while. */
  void release(TimeValue keepAlive) {
    finish(keepAlive);
  }

  /** Throws the connection away. */
  void discard() {
    finish(null);
  }

  private synchronized void finish(TimeValue keepAlive) {
    if (finished) {
      return;
    }
    finished = true;
    watchdog.forget(this);
    if (keepAlive == null) {
      endpoint.close(CloseMode.IMMEDIATE);
    }
    connections.release(
        endpoint, null, keepAlive == null ? TimeValue.ZERO_MILLISECONDS : keepAlive);
  }
}
