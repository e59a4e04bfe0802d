// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.tls;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * How a port speaks TLS; made by {@link TlsAuthority}.
 *
 * <p><em>Threading:</em> immutable; may be used by many threads at once.
 */
public final class ServerTls {
  private final SSLContext context;
  private final boolean clientCertificate;

  ServerTls(SSLContext context, boolean clientCertificate) {
    this.context = context;
    this.clientCertificate = clientCertificate;
  }

  /** The same, but clients without a certificate of the authority are refused. */
  public ServerTls demandingClientCertificate() {
    return new ServerTls(context, true);
  }

  /** Lays TLS over an accepted connection; the handshake happens at the first read. */
  public Socket wrap(Socket raw) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(clientCertificate);
    return socket;
  }
}
