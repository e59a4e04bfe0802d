// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpConnectionFactory;

/**
 * A connection that never writes requests and answers to a log. The library's own connection prints
 * request lines and headers (signed URLs, bearer tokens) and even all bytes once somebody switches
 * the loggers {@code org.apache.hc.client5.http.headers} or {@code .wire} to DEBUG, which a global
 * DEBUG level does too. Those hooks are cut off here, so that no logging configuration can bring a
 * secret to light.
 */
final class DiscreetConnection extends DefaultManagedHttpClientConnection {

  private static final AtomicLong COUNTER = new AtomicLong();

  private DiscreetConnection(String id, Http1Config config) {
    super(id, null, null, config, null, null, null, null);
  }

  /** Makes such connections. */
  static HttpConnectionFactory<ManagedHttpClientConnection> factory(Http1Config config) {
    return new HttpConnectionFactory<>() {
      @Override
      public ManagedHttpClientConnection createConnection(Socket socket) throws IOException {
        DiscreetConnection connection =
            new DiscreetConnection("directio-" + COUNTER.incrementAndGet(), config);
        if (socket != null) {
          connection.bind(socket);
        }
        return connection;
      }
    };
  }

  @Override
  public void bind(Socket socket) throws IOException {
    bind(new SocketHolder(socket));
  }

  @Override
  public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
    bind(new SocketHolder(sslSocket, socket));
  }

  @Override
  protected void onRequestSubmitted(ClassicHttpRequest request) {
    // The inherited one logs the request line and all headers.
  }

  @Override
  protected void onResponseReceived(ClassicHttpResponse response) {
    // The inherited one logs all headers.
  }
}
