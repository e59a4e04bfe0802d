// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.emulator.tls.ServerTls;
import io.directio.emulator.tls.TlsAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as the JDK's own client sees it. */
class TlsTest {
  @TempDir private Path directory;

  @Test
  void servesOverTlsOfAPrivateAuthority() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    try (Emulator emulator =
        Emulator.builder()
            .file("a", new byte[1000])
            .portalTls(authority.server())
            .storageTls(authority.server())
            .start()) {
      assertThat(emulator.portalUri()).hasScheme("https");
      HttpClient client = client(authority, false);
      String listing = list(emulator, client);
      assertThat(listing).contains("\"url\":\"https://127.0.0.1:");
      String url = listing.replaceAll(".*\"url\":\"([^\"]*)\".*", "$1");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void isNotTrustedWithoutTheAuthority() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    TlsAuthority other = TlsAuthority.create(directory.resolve("other"));
    assertRefused(authority.server(), client(other, false), "PKIX");
  }

  @Test
  void showsAnExpiredCertificate() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    assertRefused(authority.expiredServer(), client(authority, false), "validity check failed");
  }

  @Test
  void showsACertificateOfAnotherHost() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    assertRefused(
        authority.serverFor("elsewhere.example"),
        client(authority, false),
        "No subject alternative names matching IP address 127.0.0.1");
  }

  @Test
  void demandsAClientCertificate() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    ServerTls demanding = authority.server().demandingClientCertificate();
    try (Emulator emulator =
        Emulator.builder().file("a", new byte[1000]).portalTls(demanding).start()) {
      assertThat(list(emulator, client(authority, true))).contains("chunks");
      assertThatThrownBy(() -> list(emulator, client(authority, false)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void resetsBelowTls() throws Exception {
    TlsAuthority authority = TlsAuthority.create(directory);
    try (Emulator emulator =
        Emulator.builder().file("a", new byte[1000]).portalTls(authority.server()).start()) {
      emulator.faults().portal().reset();
      assertThatThrownBy(() -> list(emulator, client(authority, false)))
          .isInstanceOf(IOException.class)
          .hasStackTraceContaining("Connection reset");
    }
  }

  private static void assertRefused(ServerTls tls, HttpClient client, String why) {
    try (Emulator emulator = Emulator.builder().file("a", new byte[1000]).portalTls(tls).start()) {
      assertThatThrownBy(() -> list(emulator, client))
          .isInstanceOf(SSLHandshakeException.class)
          .hasStackTraceContaining(why);
    }
  }

  private static String list(Emulator emulator, HttpClient client) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(
                    emulator.portalUri().resolve("/directio/" + emulator.file("a").id()))
                .header("Authorization", "Bearer " + emulator.accessKeyId())
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private static HttpClient client(TlsAuthority authority, boolean withCertificate)
      throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", certificate(authority.caFile()));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (withCertificate) {
      keys.setKeyEntry(
          "client",
          key(authority.clientKeyFile()),
          new char[0],
          new Certificate[] {certificate(authority.clientCertificateFile())});
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path file) throws Exception {
    String base64 = Files.readString(file).replaceAll("-----[^-]*-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }
}
