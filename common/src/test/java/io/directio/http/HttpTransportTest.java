// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How calls reach the wire, and how connections are kept. */
class HttpTransportTest {

  private HttpTransport transport;

  @BeforeEach
  void open() throws Exception {
    transport = HttpTransport.open(HttpOptions.defaults());
  }

  @AfterEach
  void leavesNoConnectionBehind() {
    assertThat(transport.connectionsInUse()).isZero();
    transport.close();
  }

  private String fetch(String url) throws IOException {
    try (HttpAnswer answer = transport.send(HttpCall.get(url))) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a%2Fb/%2f/../c/./d",
        "//double//slashes//",
        "/plus+and%20space?x=a+b%2Bc",
        "/pipe|caret^back`tick\"quote<angle>",
        "/{braces}/[brackets]?q={}&r=[]",
        "/broken%zz%percent%?%",
        "/t?a=1&b=&c&&=d&",
        "/t?",
        "/t??a=/b?c:d@e!$'()*,;~",
        "/back\\slash?and\\query",
        "/s?X-Amz-Credential=AKIA%2F20261122%2Fus-east-1&X-Amz-Signature=0aF&sig=a%2Bb%3D%3D",
      })
  void sendsTheRequestTargetByteForByte(String target) throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      assertThat(fetch(server.url(target))).isEqualTo("ok");

      assertThat(server.requests().get(0).line()).isEqualTo("GET " + target + " HTTP/1.1");
    }
  }

  @Test
  void sendsAQueryOfManyKilobytes() throws Exception {
    String target = "/x?token=" + "aB0%2F".repeat(10_000) + "&";
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      fetch(server.url(target));

      assertThat(server.requests().get(0).target()).isEqualTo(target);
    }
  }

  @Test
  void addsASlashWhereTheUrlHasNoPath() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      fetch(server.url("?x=1"));

      assertThat(server.requests().get(0).target()).isEqualTo("/?x=1");
    }
  }

  @Test
  void sendsNothingThatItWasNotTold() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      fetch(server.url("/x"));

      assertThat(server.requests().get(0).headers())
          .containsExactly("Host: 127.0.0.1:" + server.port(), "User-Agent: directio-java");
    }
  }

  @Test
  void sendsHeadersAsGivenAndABodyWithItsLength() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              byte[] body = line.in.readNBytes(5);
              line.answer(200, "", body);
            })) {
      HttpCall call =
          HttpCall.post(server.url("/x"), "text/plain", "hello".getBytes(StandardCharsets.UTF_8))
              .header("Range", "bytes=0-9")
              .header("X-Odd", "a: b; c=\"d\"");
      try (HttpAnswer answer = transport.send(call)) {
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("hello");
      }
      assertThat(server.requests().get(0).headers())
          .contains(
              "Range: bytes=0-9",
              "X-Odd: a: b; c=\"d\"",
              "Content-Type: text/plain",
              "Content-Length: 5");
    }
  }

  @Test
  void hasNoMemoryForCookies() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(line -> line.answer(200, "Set-Cookie: a=b", "ok"))) {
      fetch(server.url("/1"));
      fetch(server.url("/2"));

      assertThat(server.requests().get(1).header("Cookie")).isEmpty();
    }
  }

  @Test
  void handsOutARedirectInsteadOfFollowingIt() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(line -> line.answer(302, "Location: /elsewhere", ""))) {
      try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("location")).hasValue("/elsewhere");
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void leavesACompressedBodyAsItIs() throws Exception {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write("plain".getBytes(StandardCharsets.UTF_8));
    }
    try (ScriptedServer server =
            ScriptedServer.start(
                line -> line.answer(200, "Content-Encoding: gzip", zipped.toByteArray()));
        HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
      assertThat(answer.body().readAllBytes()).isEqualTo(zipped.toByteArray());
    }
  }

  @Test
  void neverSendsARequestTwice() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(ScriptedServer.Line::hangUp)) {
      assertThatThrownBy(() -> fetch(server.url("/x")))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(HttpException.Kind.RESET));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void readsTheServersTimeAndTheAnnouncedLength() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                line -> line.answer(200, "Date: Sun, 06 Nov 1994 08:49:37 GMT", "12345"));
        HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
      assertThat(answer.serverTime()).hasValue(Instant.parse("1994-11-06T08:49:37Z"));
      assertThat(answer.contentLength()).isEqualTo(5);
    }
  }

  @Test
  void takesAnAnswerWithoutABody() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(line -> line.write("HTTP/1.1 204 No Content\r\n\r\n"))) {
      assertThat(fetch(server.url("/x"))).isEmpty();
      assertThat(fetch(server.url("/x"))).isEmpty();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheConnectionOfABodyThatWasReadWithoutAskingForItsEnd() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "12345")) {
      for (int i = 0; i < 3; i++) {
        try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
          assertThat(answer.body().readNBytes(5)).hasSize(5);
          assertThat(transport.connectionsInUse()).isZero();
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void keepsTheConnectionOfAChunkedBody() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            line ->
                line.write(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n"))) {
      assertThat(fetch(server.url("/x"))).isEqualTo("hello world");
      assertThat(fetch(server.url("/x"))).isEqualTo("hello world");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void throwsAwayTheConnectionOfABodyThatWasHalfRead() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "12345")) {
      try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
        assertThat(answer.body().readNBytes(3)).hasSize(3);
      }
      assertThat(fetch(server.url("/x"))).isEqualTo("12345");
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void keepsTheConnectionOfAnErrorPageThatFitsIntoItsHead() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying(503, "text/html", "<h1>busy</h1>")) {
      for (int i = 0; i < 2; i++) {
        try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
          assertThat(answer.head(100)).asString().isEqualTo("<h1>busy</h1>");
        }
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void doesWhatTheServerSaysAboutKeepingTheConnection() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(line -> line.answer(200, "Connection: close", "ok"))) {
      fetch(server.url("/1"));
      fetch(server.url("/2"));

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void noticesThatAnIdleConnectionWasClosedMeanwhile() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              line.answer(200, "", "ok");
              line.hangUp();
            })) {
      fetch(server.url("/1"));
      await().pollDelay(Duration.ofMillis(1100)).until(() -> true);

      assertThat(fetch(server.url("/2"))).isEqualTo("ok");
    }
  }

  @Test
  void readsLargeBodiesFromManyThreadsAtOnce() throws Exception {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try (ScriptedServer server =
        ScriptedServer.start(
            line ->
                line.answer(200, "", java.util.Arrays.copyOf(content, 200_000 + line.count())))) {
      List<Future<byte[]>> bodies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        bodies.add(
            pool.submit(
                () -> {
                  try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/x")))) {
                    return answer.body().readNBytes((int) answer.contentLength());
                  }
                }));
      }
      for (Future<byte[]> body : bodies) {
        assertThat(body.get()).isEqualTo(java.util.Arrays.copyOf(content, body.get().length));
      }
      assertThat(server.connections()).isLessThanOrEqualTo(16);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void saysSoWhenAllConnectionsStayInUse() throws Exception {
    HttpOptions narrow =
        HttpOptions.builder()
            .maxConnectionsPerHost(1)
            .headersTimeout(Duration.ofMillis(200))
            .build();
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok");
        HttpTransport one = HttpTransport.open(narrow);
        HttpAnswer first = one.send(HttpCall.get(server.url("/x")))) {
      assertThatThrownBy(() -> one.send(HttpCall.get(server.url("/y?secret=1"))))
          .isInstanceOf(HttpException.class)
          .hasMessageContaining("stayed in use")
          .hasMessageNotContaining("secret");
      assertThat(first.status()).isEqualTo(200);
    }
  }

  @Test
  void failsOnAUrlThatCanNotBeSentAsItIs() {
    for (String url :
        List.of(
            "http://127.0.0.1/a b?secret=1",
            "http://127.0.0.1/a\r\nX: y?secret=1",
            "http://127.0.0.1/é?secret=1",
            "http://user:secret@127.0.0.1/",
            "http://127.0.0.1/x#secret",
            "ftp://127.0.0.1/secret",
            "secret")) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(url)))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(HttpException.Kind.REFUSED))
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void showsNoQueryAndNoHeaderInItsTexts() {
    HttpCall call =
        HttpCall.get("https://h.example/path?sig=secret").header("Authorization", "Bearer secret");

    assertThat(call).hasToString("GET https://h.example/path");
    assertThat(HttpCall.get("nonsense?secret")).hasToString("GET (an invalid URL)");
  }

  @Test
  void refusesHeadersThatWouldEndTheirLine() {
    assertThatThrownBy(() -> HttpCall.get("http://h/").header("A", "secret\r\nB: c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> HttpCall.get("http://h/").header("A:", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
