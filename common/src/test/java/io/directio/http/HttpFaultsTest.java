// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.directio.http.HttpException.Kind;
import io.directio.http.ScriptedServer.Script;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers do wrong: each ends soon, as the right kind, and leaves no connection behind. */
@Timeout(20)
class HttpFaultsTest {

  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Duration TICK = Duration.ofMillis(20);

  private HttpTransport transport;

  @BeforeEach
  void open() throws Exception {
    transport =
        HttpTransport.open(
            HttpOptions.builder()
                .connectTimeout(Duration.ofMillis(400))
                .readTimeout(Duration.ofMillis(400))
                .headersTimeout(Duration.ofMillis(800))
                .minimumThroughput(1024, Duration.ofMillis(600))
                .build());
  }

  @AfterEach
  void leavesNoConnectionBehind() {
    assertThat(transport.connectionsInUse()).isZero();
    transport.close();
  }

  private HttpException failure(String url) {
    return catchThrowableOfType(
        HttpException.class,
        () -> {
          try (HttpAnswer answer = transport.send(HttpCall.get(url))) {
            answer.body().readAllBytes();
          }
        });
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault(Kind.TIMEOUT, "stall before the headers", ScriptedServer.Line::stall),
        fault(Kind.TIMEOUT, "stall inside the headers", l -> l.write(OK + "Content-Le").stall()),
        fault(
            Kind.TIMEOUT,
            "stall after the headers",
            l -> l.write(OK + "Content-Length: 5\r\n\r\n").stall()),
        fault(
            Kind.TIMEOUT,
            "stall inside the body",
            l -> l.write(OK + "Content-Length: 5\r\n\r\n123").stall()),
        fault(Kind.TIMEOUT, "headers byte by byte", l -> l.dribble(OK + "X: ".repeat(400), TICK)),
        fault(
            Kind.TIMEOUT,
            "interim answers without end",
            l -> l.dribble("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(100), TICK)),
        fault(
            Kind.TIMEOUT,
            "body byte by byte",
            l -> l.write(OK + "Content-Length: 999\r\n\r\n").dribble("x".repeat(999), TICK)),
        fault(
            Kind.TIMEOUT,
            "chunks byte by byte",
            l ->
                l.write(OK + "Transfer-Encoding: chunked\r\n\r\n")
                    .dribble("1\r\nx\r\n".repeat(500), TICK)),
        fault(
            Kind.TIMEOUT,
            "the head of a chunk byte by byte",
            l ->
                l.write(OK + "Transfer-Encoding: chunked\r\n\r\n5;x=")
                    .dribble("y".repeat(500), TICK)),
        fault(
            Kind.TIMEOUT,
            "trailers byte by byte",
            l ->
                l.write(OK + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
                    .dribble("T: x\r\n".repeat(100), TICK)),
        fault(Kind.RESET, "closed without an answer", ScriptedServer.Line::hangUp),
        fault(Kind.RESET, "reset without an answer", ScriptedServer.Line::reset),
        fault(Kind.PROTOCOL, "closed inside a header", l -> l.write(OK + "Conte").hangUp()),
        fault(
            Kind.TRUNCATED,
            "closed between headers",
            l -> l.write(OK + "Content-Length: 5\r\n").hangUp()),
        fault(
            Kind.TRUNCATED,
            "closed inside the body",
            l -> l.write(OK + "Content-Length: 5\r\n\r\n123").hangUp()),
        fault(
            Kind.TRUNCATED,
            "closed inside a chunk",
            l -> l.write(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\n123").hangUp()),
        fault(
            Kind.TRUNCATED,
            "closed between chunks",
            l -> l.write(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\n123\r\n").hangUp()),
        fault(
            Kind.PROTOCOL,
            "a chunk without a size",
            l -> l.write(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n123\r\n").hangUp()),
        fault(Kind.PROTOCOL, "not HTTP", l -> l.write("SSH-2.0-OpenSSH\r\n\r\n\r\n").stall()),
        fault(
            Kind.PROTOCOL, "HTTP of another age", l -> l.write("HTTP/2.0 200 OK\r\n\r\n").stall()),
        fault(
            Kind.PROTOCOL,
            "a length that is no number",
            l -> l.write(OK + "Content-Length: secret\r\n\r\n").stall()),
        fault(
            Kind.PROTOCOL,
            "two different lengths",
            l -> l.write(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx").stall()),
        fault(
            Kind.PROTOCOL,
            "a header line without end",
            l -> l.write(OK + "X: " + "y".repeat(200_000)).stall()),
        fault(
            Kind.PROTOCOL,
            "headers without end",
            l -> l.write(OK + "X: y\r\n".repeat(100_000)).stall()));
  }

  private static Arguments fault(Kind kind, String name, Script script) {
    return Arguments.of(kind, name, script);
  }

  @ParameterizedTest(name = "{1} is {0}")
  @MethodSource("faults")
  void endsSoonAndSaysWhat(Kind kind, String name, Script script) {
    try (ScriptedServer server = ScriptedServer.start(script)) {
      HttpException failure = failure(server.url("/path?secret=1"));

      assertThat(failure).as(name).isNotNull();
      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.getMessage())
          .contains("127.0.0.1:" + server.port() + "/path")
          .doesNotContain("secret");
    }
  }

  @Test
  void saysThatAResetInTheMiddleOfABodyWasOne() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              line.write(OK + "Content-Length: 500\r\n\r\n123");
              reading.await();
              line.reset();
            })) {
      try (HttpAnswer answer = transport.send(HttpCall.get(server.url("/")))) {
        assertThat(answer.body().readNBytes(3)).hasSize(3);
        reading.countDown();
        assertThatThrownBy(() -> answer.body().readAllBytes())
            .isInstanceOfSatisfying(
                HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.RESET));
      }
    }
  }

  @Test
  void doesNotBlameTheServerForAReaderThatTakesItsTime() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.start(
                line -> {
                  line.write(OK + "Content-Length: 30\r\n\r\n");
                  line.dribble("x".repeat(20), Duration.ofMillis(1));
                  line.write("x".repeat(10));
                });
        HttpAnswer answer = transport.send(HttpCall.get(server.url("/")))) {
      int bytes = 0;
      while (answer.body().read() >= 0) {
        bytes++;
        never.await(50, java.util.concurrent.TimeUnit.MILLISECONDS);
      }
      assertThat(bytes).isEqualTo(30);
    }
  }

  @Test
  void letsABodyTakeLongerThanAnyTimeoutWhileItArrivesFastEnough() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                line -> {
                  line.write(OK + "Content-Length: 150000\r\n\r\n");
                  for (int i = 0; i < 75; i++) {
                    line.dribble("x", TICK);
                    line.write("x".repeat(1999));
                  }
                });
        HttpAnswer answer = transport.send(HttpCall.get(server.url("/")))) {
      assertThat(answer.body().readAllBytes()).hasSize(150_000);
    }
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    HttpException failure = failure("http://127.0.0.1:" + port + "/x?secret=1");

    assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
    assertThat(failure).hasMessageContaining("can't be reached").hasMessageNotContaining("secret");
  }

  @Test
  void givesUpOnAHostThatDoesNotTakeConnections() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      // The queue of connections that wait to be accepted holds two; the third gets no answer.
      try (java.net.Socket first = new java.net.Socket(full.getInetAddress(), full.getLocalPort());
          java.net.Socket second =
              new java.net.Socket(full.getInetAddress(), full.getLocalPort())) {
        assertThat(first.isConnected() && second.isConnected()).isTrue();
        HttpException failure = failure("http://127.0.0.1:" + full.getLocalPort() + "/");

        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure).hasMessageContaining("Connecting to");
      }
    }
  }

  private static DnsResolver resolvingTo(String address) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        if (address == null) {
          throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByName(address)};
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }

  private static HttpException failureResolving(String host, String address) throws Exception {
    try (HttpTransport resolving =
        HttpTransport.open(HttpOptions.defaults(), resolvingTo(address))) {
      return catchThrowableOfType(
          HttpException.class,
          () -> resolving.send(HttpCall.get("http://" + host + "/x?secret=1")).close());
    }
  }

  @Test
  void saysThatAHostIsNotKnown() throws Exception {
    HttpException failure = failureResolving("storage.example", null);

    assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
    assertThat(failure).hasMessageContaining("DNS").hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(
      strings = {"169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.1.1"})
  void neverConnectsToAnAddressThatANameMustNotMean(String address) throws Exception {
    HttpException failure = failureResolving("storage.example", address);

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("storage.example resolves to a link-local");
  }

  @Test
  void neverLeavesTheMachineForLocalhost() throws Exception {
    HttpException failure = failureResolving("bucket.localhost", "192.0.2.1");

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void refusesALinkLocalLiteralEvenWithoutAPolicy() {
    assertThat(failure("http://169.254.169.254/latest/meta-data/").kind()).isEqualTo(Kind.REFUSED);
  }

  @Test
  void cancelsBeforeSending() throws Exception {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(server.url("/")), cancellation))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void cancelsWhileWaitingForHeaders() throws Exception {
    patient();
    Cancellation cancellation = new Cancellation();
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              cancellation.cancel();
              line.stall();
            })) {
      assertThatThrownBy(() -> transport.send(HttpCall.get(server.url("/")), cancellation))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }
  }

  @Test
  void cancelsInTheMiddleOfABody() throws Exception {
    patient();
    CountDownLatch reading = new CountDownLatch(1);
    Cancellation cancellation = new Cancellation();
    try (ScriptedServer server =
            ScriptedServer.start(
                line -> {
                  line.write(OK + "Content-Length: 9\r\n\r\n123");
                  reading.await();
                  cancellation.cancel();
                  line.stall();
                });
        HttpAnswer answer = transport.send(HttpCall.get(server.url("/")), cancellation)) {
      assertThat(answer.body().readNBytes(3)).hasSize(3);
      reading.countDown();
      assertThatThrownBy(() -> answer.body().read())
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }
  }

  @Test
  void endsABlockedReadWhenTheAnswerIsClosed() throws Exception {
    patient();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ScriptedServer server =
        ScriptedServer.start(l -> l.write(OK + "Content-Length: 9\r\n\r\n123").stall())) {
      HttpAnswer answer = transport.send(HttpCall.get(server.url("/")));
      assertThat(answer.body().readNBytes(3)).hasSize(3);
      Future<HttpException> failure =
          pool.submit(() -> catchThrowableOfType(HttpException.class, () -> answer.body().read()));
      await().until(() -> isReading("pool-"));
      answer.close();

      assertThat(failure.get().kind()).isEqualTo(Kind.CANCELLED);
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean isReading(String threadName) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith(threadName))
        .flatMap(entry -> Stream.of(entry.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals("timedRead"));
  }

  @Test
  void doesNotLoseAConnectionToAWaiterThatWasInterrupted() throws Exception {
    transport.close();
    transport = HttpTransport.open(HttpOptions.builder().maxConnectionsPerHost(1).build());
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ScriptedServer server = ScriptedServer.saying(200, "text/plain", "ok")) {
      Future<HttpException> failure;
      try (HttpAnswer first = transport.send(HttpCall.get(server.url("/")))) {
        failure = pool.submit(() -> failure(server.url("/")));
        await().until(() -> transport.callsWaiting() == 1);
        pool.shutdownNow();
        assertThat(failure.get().kind()).isEqualTo(Kind.CANCELLED);
        assertThat(first.status()).isEqualTo(200);
      }
      assertThat(failure(server.url("/"))).as("the only connection is free").isNull();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void hasNoEffectOnTheNextUserOfTheConnection() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.start(line -> line.answer(200, "", "answer " + count.incrementAndGet()))) {
      Cancellation late = new Cancellation();
      try (HttpAnswer first = transport.send(HttpCall.get(server.url("/")), late)) {
        first.body().readAllBytes();
      }
      try (HttpAnswer second = transport.send(HttpCall.get(server.url("/")))) {
        late.cancel();
        assertThat(second.body().readAllBytes()).asString().isEqualTo("answer 2");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void endsWaitingCallsWhenItIsClosed() throws Exception {
    patient();
    CountDownLatch asked = new CountDownLatch(1);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              asked.countDown();
              line.stall();
            })) {
      Future<HttpException> failure = pool.submit(() -> failure(server.url("/")));
      asked.await();
      transport.close();

      assertThat(failure.get().kind()).isEqualTo(Kind.CANCELLED);
      assertThat(failure(server.url("/")).kind()).isEqualTo(Kind.CANCELLED);
    } finally {
      pool.shutdownNow();
    }
  }

  private void patient() throws Exception {
    transport.close();
    transport = HttpTransport.open(HttpOptions.defaults());
  }
}
