// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the TLS side of a transport out of its options. */
final class TlsMaterial {

  private static final Logger LOG = LoggerFactory.getLogger(TlsMaterial.class);
  private static final char[] IN_MEMORY_ONLY = new char[0];

  private final TlsSocketStrategy strategy;
  private final CertificateRequests requests;

  private TlsMaterial(TlsSocketStrategy strategy, CertificateRequests requests) {
    this.strategy = strategy;
    this.requests = requests;
  }

  /** Reads the files that the options name. */
  static TlsMaterial of(TlsOptions options) throws HttpException {
    try {
      CertificateRequests requests = new CertificateRequests(clientKeys(options));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {requests}, trustManagers(options), null);
      return new TlsMaterial(strategy(options, context), requests);
    } catch (HttpException e) {
      throw e;
    } catch (GeneralSecurityException | IOException e) {
      throw new HttpException(HttpException.Kind.TLS, "TLS can't be set up on this JVM", e);
    }
  }

  TlsSocketStrategy strategy() {
    return strategy;
  }

  CertificateRequests certificateRequests() {
    return requests;
  }

  private static TlsSocketStrategy strategy(TlsOptions options, SSLContext context) {
    if (options.insecure()) {
      LOG.warn(
          "TLS certificates are NOT verified: whoever sits on the line can read the credentials."
              + " Use a CA file instead.");
      return new DefaultClientTlsStrategy(
          context, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
    }
    return new DefaultClientTlsStrategy(context, HostnameVerificationPolicy.BUILTIN, null);
  }

  private static TrustManager[] trustManagers(TlsOptions options)
      throws GeneralSecurityException, IOException {
    if (options.insecure()) {
      return new TrustManager[] {new TrustEverything()};
    }
    if (options.caFile() == null) {
      return null;
    }
    KeyStore store = emptyStore();
    int next = 0;
    for (X509Certificate authority : jdkAuthorities()) {
      store.setCertificateEntry("jdk-" + next++, authority);
    }
    for (X509Certificate authority : PemFile.certificates(options.caFile())) {
      store.setCertificateEntry("file-" + next++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static X509Certificate[] jdkAuthorities() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static X509KeyManager clientKeys(TlsOptions options)
      throws GeneralSecurityException, IOException {
    if (options.clientCertificate() == null) {
      return null;
    }
    List<X509Certificate> chain = PemFile.certificates(options.clientCertificate());
    PrivateKey key = PemFile.privateKey(options.clientKey());
    if (!KeyPairCheck.belongTogether(key, chain.get(0).getPublicKey())) {
      throw new HttpException(
          HttpException.Kind.TLS,
          "The key in "
              + options.clientKey()
              + " does not belong to the first certificate in "
              + options.clientCertificate());
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", key, IN_MEMORY_ONLY, chain.toArray(new Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY_ONLY);
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509KeyManager x509) {
        return x509;
      }
    }
    return null;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Extends the extended class because only then does the JDK leave host names to it as well. */
  private static final class TrustEverything extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
