// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.directio.http.HttpException.Kind;
import io.directio.http.TestAuthority.Identity;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom the transport trusts, how it shows itself, and what it says when that fails. */
@Timeout(30)
class TlsTest {

  private static TestAuthority authority;
  private static Identity here;

  @TempDir Path directory;

  @BeforeAll
  static void issue() throws Exception {
    authority = TestAuthority.create();
    here = authority.issue("127.0.0.1");
  }

  private static ScriptedServer server(Identity identity) throws Exception {
    return ScriptedServer.startTls(
        authority.server(identity), line -> line.answer(200, "", "secure"));
  }

  private String caFile() throws Exception {
    return TestAuthority.pem(directory.resolve("ca.pem"), authority.certificate());
  }

  private TlsOptions trusting() throws Exception {
    return TlsOptions.DEFAULT.withCaFile(caFile());
  }

  private static String fetch(TlsOptions tls, String url) throws Exception {
    HttpOptions options =
        HttpOptions.builder()
            .tls(tls)
            .readTimeout(Duration.ofSeconds(2))
            .minimumThroughput(50_000, Duration.ofMillis(600))
            .build();
    try (HttpTransport transport = HttpTransport.open(options);
        HttpAnswer answer = transport.send(HttpCall.get(url))) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpException failure(TlsOptions tls, String url) {
    return catchThrowableOfType(HttpException.class, () -> fetch(tls, url));
  }

  @Test
  void doesNotTrustAnAuthorityThatNobodyNamed() throws Exception {
    try (ScriptedServer server = server(here)) {
      HttpException failure = failure(TlsOptions.DEFAULT, server.url("/x?secret=1"));

      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure)
          .hasMessageContaining("not trusted")
          .hasMessageContaining("CA file")
          .hasMessageNotContaining("secret");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void trustsTheAuthorityOfTheCaFile() throws Exception {
    try (ScriptedServer server = server(here)) {
      assertThat(fetch(trusting(), server.url("/"))).isEqualTo("secure");
    }
  }

  @Test
  void findsTheAuthorityAmongOthersAndAmongText() throws Exception {
    Path file = directory.resolve("bundle.pem");
    TestAuthority.pem(file, TestAuthority.create().certificate(), authority.certificate());
    Files.writeString(file, "Authorities of ours\n\n" + Files.readString(file) + "\nThe end\n");
    try (ScriptedServer server = server(here)) {
      assertThat(fetch(TlsOptions.DEFAULT.withCaFile(file.toString()), server.url("/")))
          .isEqualTo("secure");
    }
  }

  @Test
  void refusesACertificateOfAnotherHost() throws Exception {
    try (ScriptedServer server = server(authority.issue("127.0.0.9"))) {
      HttpException failure = failure(trusting(), server.url("/"));

      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("another host name");
    }
  }

  @Test
  void refusesAnExpiredCertificate() throws Exception {
    Identity expired = authority.issue("127.0.0.1", TestAuthority.ecKeys(), Duration.ofHours(-1));
    try (ScriptedServer server = server(expired)) {
      HttpException failure = failure(trusting(), server.url("/"));

      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("expired");
    }
  }

  @Test
  void acceptsAnyCertificateWhenToldSoAndWarns() throws Exception {
    try (ScriptedServer server = server(authority.issue("127.0.0.9"));
        LogCapture log = LogCapture.start()) {
      assertThat(fetch(TlsOptions.DEFAULT.withInsecure(true), server.url("/"))).isEqualTo("secure");
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN io.directio"))
          .singleElement()
          .asString()
          .contains("NOT verified");
    }
  }

  @Test
  void saysThatAServerOnThatPortDoesNotSpeakTls() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1)) {
      Thread greeter = new Thread(() -> greet(plain), "greeter");
      greeter.setDaemon(true);
      greeter.start();
      HttpException failure = failure(trusting(), "https://127.0.0.1:" + plain.getLocalPort());

      assertThat(failure.kind()).isEqualTo(Kind.TLS);
      assertThat(failure).hasMessageContaining("does not speak TLS");
    }
  }

  private static void greet(ServerSocket socket) {
    try (Socket accepted = socket.accept()) {
      accepted.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      accepted.getInputStream().readNBytes(100_000);
    } catch (java.io.IOException e) {
      // The client has gone.
    }
  }

  @Test
  void mayRetryWhenAHandshakeIsCutOff() throws Exception {
    try (ServerSocket cutting = new ServerSocket(0, 1)) {
      Thread cutter =
          new Thread(
              () -> {
                try (Socket accepted = cutting.accept()) {
                  accepted.getInputStream().read();
                } catch (java.io.IOException e) {
                  // The client has gone.
                }
              },
              "cutter");
      cutter.setDaemon(true);
      cutter.start();
      HttpException failure = failure(trusting(), "https://127.0.0.1:" + cutting.getLocalPort());

      assertThat(failure.kind()).isEqualTo(Kind.RESET);
    }
  }

  @Test
  void saysThatAClientCertificateIsDemanded() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.startMutualTls(
            authority.server(here), line -> line.answer(200, "", "secure"))) {
      HttpException failure = failure(trusting(), server.url("/"));

      // The alert and the reset race; a later attempt sees the alert and gives up.
      assertThat(failure.kind()).isIn(Kind.TLS, Kind.RESET);
      assertThat(failure).hasMessageContaining("client certificate");
    }
  }

  static Stream<Arguments> keys() throws Exception {
    KeyPair ec = TestAuthority.ecKeys();
    KeyPair rsa = TestAuthority.rsaKeys();
    return Stream.of(
        Arguments.of("EC, SEC 1", ec, TestAuthority.sec1(ec)),
        Arguments.of("EC, PKCS#8", ec, new JcaPKCS8Generator(ec.getPrivate(), null)),
        Arguments.of("RSA, PKCS#1", rsa, rsa.getPrivate()),
        Arguments.of("RSA, PKCS#8", rsa, new JcaPKCS8Generator(rsa.getPrivate(), null)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void showsItsOwnCertificate(String shape, KeyPair keys, Object written) throws Exception {
    Identity client = authority.issue("127.0.0.1", keys, Duration.ofHours(1));
    String certificate = TestAuthority.pem(directory.resolve("c.pem"), client.certificate());
    String key = TestAuthority.pem(directory.resolve("k.pem"), written);
    assertThat(Files.readString(Path.of(key)))
        .contains(
            shape.contains("PKCS#8")
                ? "BEGIN PRIVATE KEY"
                : "BEGIN " + shape.substring(0, shape.indexOf(',')) + " PRIVATE KEY");
    try (ScriptedServer server =
        ScriptedServer.startMutualTls(
            authority.server(here), line -> line.answer(200, "", "secure"))) {
      TlsOptions tls = trusting().withClientCertificate(certificate, key);

      assertThat(fetch(tls, server.url("/"))).isEqualTo("secure");
    }
  }

  @Test
  void saysWhichFileIsOfNoUse() throws Exception {
    String empty = Files.writeString(directory.resolve("empty.pem"), "nothing").toString();
    String broken =
        Files.writeString(
                directory.resolve("broken.pem"),
                "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n")
            .toString();
    String missing = directory.resolve("missing.pem").toString();
    String certificate = TestAuthority.pem(directory.resolve("c.pem"), here.certificate());
    String otherKey =
        TestAuthority.pem(directory.resolve("o.pem"), TestAuthority.sec1(TestAuthority.ecKeys()));
    String otherKind =
        TestAuthority.pem(directory.resolve("r.pem"), TestAuthority.rsaKeys().getPrivate());
    TlsOptions plain = TlsOptions.DEFAULT;

    assertUnusable(plain.withCaFile(empty), empty, "no certificate");
    assertUnusable(plain.withCaFile(broken), broken, "");
    assertUnusable(plain.withCaFile(missing), missing, "does not exist");
    assertUnusable(plain.withCaFile(directory.toString()), directory.toString(), "");
    assertUnusable(plain.withClientCertificate(certificate, empty), empty, "no private key");
    assertUnusable(
        plain.withClientCertificate(certificate, certificate), certificate, "no private");
    assertUnusable(plain.withClientCertificate(certificate, otherKey), otherKey, "does not belong");
    assertUnusable(
        plain.withClientCertificate(certificate, otherKind), otherKind, "does not belong");
    assertUnusable(
        plain.withClientCertificate(certificate, encryptedKey()), "encrypted.pem", "decrypt it");
  }

  private static void assertUnusable(TlsOptions tls, String file, String why) {
    assertThatThrownBy(() -> HttpTransport.open(HttpOptions.builder().tls(tls).build()))
        .isInstanceOfSatisfying(HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TLS))
        .hasMessageContaining(file)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  private String encryptedKey() throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(
          new PKCS8Generator(
              PrivateKeyInfo.getInstance(here.keys().getPrivate().getEncoded()),
              new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                  .setProvider(new BouncyCastleProvider())
                  .setPassword("password".toCharArray())
                  .build()));
    }
    return Files.writeString(directory.resolve("encrypted.pem"), text.toString()).toString();
  }

  @Test
  void noticesARecordThatArrivesByteByByte() throws Exception {
    byte[] body = new byte[60_000];
    // Each byte restarts the socket's timeout, and no read returns before the record is whole.
    try (ScriptedServer server =
            ScriptedServer.startTls(authority.server(here), line -> line.answer(200, "", body));
        SlowRelay relay = SlowRelay.to(server.port(), 20_000)) {
      HttpException failure = failure(trusting(), "https://127.0.0.1:" + relay.port() + "/");

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }
  }
}
