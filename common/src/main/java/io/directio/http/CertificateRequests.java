// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * Remembers which hosts asked for a client certificate when we had none that they accept. With TLS
 * 1.3 such a host cuts the connection only after the handshake, and often before its alert can be
 * read: what is seen then is a plain reset. This is how a message can still say why.
 *
 * <p><b>Threading:</b> every method is safe.
 */
final class CertificateRequests extends X509ExtendedKeyManager {

  private static final int MOST_HOSTS = 1000;

  private final X509KeyManager keys;
  private final Set<String> unserved = ConcurrentHashMap.newKeySet();

  /**
   * @param keys chooses our certificate; null if we have none
   */
  CertificateRequests(X509KeyManager keys) {
    this.keys = keys;
  }

  /** Whether a host asked for a certificate and got none. */
  boolean wereLeftUnservedFor(String host) {
    return unserved.contains(host);
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    String alias = keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, socket);
    if (alias == null && socket instanceof SSLSocket secure && unserved.size() < MOST_HOSTS) {
      SSLSession session = secure.getHandshakeSession();
      if (session != null && session.getPeerHost() != null) {
        unserved.add(session.getPeerHost());
      }
    }
    return alias;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return keys == null ? null : keys.chooseClientAlias(keyTypes, issuers, null);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return keys == null ? null : keys.getClientAliases(keyType, issuers);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return keys == null ? null : keys.getCertificateChain(alias);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return keys == null ? null : keys.getPrivateKey(alias);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return null;
  }
}
