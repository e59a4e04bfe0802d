// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls through an HTTP proxy. */
@Timeout(20)
class ProxyTest {

  @TempDir Path directory;

  private static String fetch(HttpTransport transport, String url) throws IOException {
    try (HttpAnswer answer =
        transport.send(HttpCall.get(url).header("Authorization", "Bearer secret"))) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpOptions.Builder through(ScriptedServer proxy) {
    return HttpOptions.builder().proxy("127.0.0.1:" + proxy.port());
  }

  @Test
  void tellsTheProxyTheWholeUrlByteForByte() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.saying(200, "text/plain", "proxied");
        HttpTransport transport = HttpTransport.open(through(proxy).build())) {
      String url = "http://storage.invalid:9000//a%2Fb|{}?x=%zz&";
      assertThat(fetch(transport, url)).isEqualTo("proxied");

      assertThat(proxy.requests().get(0).target()).isEqualTo(url);
      assertThat(proxy.requests().get(0).header("Host")).hasValue("storage.invalid:9000");
    }
  }

  @Test
  void tunnelsTlsSoThatTheProxySeesNoSecret() throws Exception {
    TestAuthority authority = TestAuthority.create();
    String caFile = TestAuthority.pem(directory.resolve("ca.pem"), authority.certificate());
    try (ScriptedServer server =
            ScriptedServer.startTls(
                authority.server(authority.issue("127.0.0.1")),
                line -> line.answer(200, "", "through the tunnel"));
        ScriptedServer proxy = ScriptedServer.start(line -> tunnel(line, server.port()));
        HttpTransport transport =
            HttpTransport.open(through(proxy).tls(TlsOptions.DEFAULT.withCaFile(caFile)).build())) {
      assertThat(fetch(transport, server.url("/a%2Fb?sig=secret"))).isEqualTo("through the tunnel");
      assertThat(fetch(transport, server.url("/again"))).isEqualTo("through the tunnel");

      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxy.requests().get(0).line())
          .isEqualTo("CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1");
      assertThat(proxy.requests().get(0).headers()).noneMatch(header -> header.contains("secret"));
      assertThat(server.requests().get(0).target()).isEqualTo("/a%2Fb?sig=secret");
    }
  }

  private static void tunnel(ScriptedServer.Line line, int port) throws Exception {
    try (Socket server = new Socket("127.0.0.1", port)) {
      line.write("HTTP/1.1 200 Connected\r\n\r\n");
      CountDownLatch over = new CountDownLatch(1);
      Thread back =
          new Thread(
              () -> {
                try {
                  server.getInputStream().transferTo(line.out);
                } catch (IOException e) {
                  // One side has gone.
                } finally {
                  over.countDown();
                }
              },
              "tunnel");
      back.setDaemon(true);
      back.start();
      line.in.transferTo(server.getOutputStream());
      over.await();
    }
  }

  @Test
  void saysThatTheProxyRefused() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.saying(407, "text/html", "who are you?");
        HttpTransport transport = HttpTransport.open(through(proxy).build())) {
      HttpException failure =
          catchThrowableOfType(
              HttpException.class, () -> fetch(transport, "https://storage.invalid/x?sig=secret"));

      assertThat(failure.kind()).isEqualTo(HttpException.Kind.CONNECT);
      assertThat(failure).hasMessageContaining("proxy").hasMessageContaining("407");
      assertThat(transport.connectionsInUse()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", "host:0", "user:secret@host:1", "http://h:1", "h:1/"})
  void wantsAProxyAsHostAndPort(String proxy) {
    assertThatThrownBy(() -> HttpOptions.builder().proxy(proxy).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host:port")
        .hasMessageNotContaining("secret");
  }
}
