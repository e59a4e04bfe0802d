// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.Serializable;

/**
 * How TLS connections are secured. Files are named, not held: they are read where the transport is
 * opened, so a private key never travels with the options.
 *
 * @param caFile a PEM file of certificate authorities that are trusted in addition to those of the
 *     JDK, or null
 * @param clientCertificate a PEM file with our certificate, followed by its chain if it has one, or
 *     null; goes with {@code clientKey}
 * @param clientKey a PEM file with the private key of our certificate (PKCS#8, PKCS#1 or SEC 1; RSA
 *     or EC; not encrypted), or null
 * @param insecure whether any certificate of any name is accepted: for trying things out only,
 *     because whoever sits on the line can then read the credentials
 */
public record TlsOptions(
    String caFile, String clientCertificate, String clientKey, boolean insecure)
    implements Serializable {

  /** What the JDK trusts, and no certificate of our own. */
  public static final TlsOptions DEFAULT = new TlsOptions(null, null, null, false);

  /**
   * @throws IllegalArgumentException if a client certificate is named without its key or the key
   *     without its certificate
   */
  public TlsOptions {
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new IllegalArgumentException(
          "A client certificate and its key go together; give both files or none");
    }
  }

  /** These options with a file of further certificate authorities. */
  public TlsOptions withCaFile(String path) {
    return new TlsOptions(path, clientCertificate, clientKey, insecure);
  }

  /** These options with a certificate of our own, for servers that ask for one. */
  public TlsOptions withClientCertificate(String certificate, String key) {
    return new TlsOptions(caFile, certificate, key, insecure);
  }

  /** These options with verification switched off, or on. */
  public TlsOptions withInsecure(boolean off) {
    return new TlsOptions(caFile, clientCertificate, clientKey, off);
  }
}
