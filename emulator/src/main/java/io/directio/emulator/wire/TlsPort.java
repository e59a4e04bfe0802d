// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * How a port speaks TLS.
 *
 * @param context holds the server's certificate, and the CA of the clients'
 * @param clientCertificate whether a client without a trusted certificate is refused
 */
public record TlsPort(SSLContext context, boolean clientCertificate) {
  /** Lays TLS over an accepted connection; the handshake happens at the first read. */
  Socket wrap(Socket raw) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), true);
    socket.setUseClientMode(false);
    socket.setNeedClientAuth(clientCertificate);
    return socket;
  }
}
