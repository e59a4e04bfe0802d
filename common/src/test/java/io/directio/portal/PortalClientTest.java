// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.directio.BlocksNotFoundException;
import io.directio.ErrorCode;
import io.directio.FileRef;
import io.directio.InvalidRequestException;
import io.directio.ListConnectionException;
import io.directio.ListTimeoutException;
import io.directio.MalformedListingException;
import io.directio.NotFoundException;
import io.directio.PortalException;
import io.directio.PortalUnavailableException;
import io.directio.UnauthorizedException;
import io.directio.UnprocessableException;
import io.directio.http.Backoff;
import io.directio.http.HostPolicy;
import io.directio.http.HostThrottle;
import io.directio.http.HttpOptions;
import io.directio.http.HttpTransport;
import io.directio.http.LogCapture;
import io.directio.http.RetryBudget;
import io.directio.http.RetryPolicy;
import io.directio.http.ScriptedServer;
import io.directio.http.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of what a portal answers, and how often it asks. */
@Timeout(30)
class PortalClientTest {

  private static final String LISTING =
      "{\"encrypt_info\":{\"data_encrypted\":true,\"wrapped_key\":\"a2V5\"},"
          + "\"compression_type\":\"SNAPPY\","
          + "\"chunks\":[{\"url\":\"https://s.example/1?sig=x\",\"len\":5}]}";
  private static final FileRef FILE = FileRef.ofId(42);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String CANARY = "CaNaRy-51b0c";

  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong nanos = new AtomicLong();
  private final HostThrottle throttle = new HostThrottle(8, nanos::get);
  private HttpTransport transport;

  @BeforeEach
  void open() throws Exception {
    transport =
        HttpTransport.open(
            HttpOptions.builder()
                .readTimeout(Duration.ofMillis(300))
                .minimumThroughput(1024, Duration.ofMillis(400))
                .build());
  }

  @AfterEach
  void leavesNoConnectionBehind() {
    assertThat(transport.connectionsInUse()).isZero();
    transport.close();
  }

  private PortalClient client(ScriptedServer server) {
    return client(server.url(""), () -> Credentials.ofKeys(CANARY + "-id", CANARY + "-secret"));
  }

  private PortalClient client(String portal, CredentialsSource source) {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(100), Duration.ofSeconds(1));
    return PortalClient.builder(URI.create(portal), transport, source)
        .backoff(new Backoff(policy, new RetryBudget(1, 100, () -> 0), this::sleep, () -> 0))
        .throttle(throttle)
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .build();
  }

  private void sleep(Duration duration) {
    waits.add(duration);
    nanos.addAndGet(duration.toNanos());
  }

  private static ScriptedServer portal(ScriptedServer.Script... answers) {
    return ScriptedServer.start(
        line -> answers[Math.min(line.count(), answers.length) - 1].answer(line));
  }

  private static ScriptedServer.Script status(int status) {
    return line -> line.answer(status, "Content-Type: application/json", "{\"error\":\"x\"}");
  }

  private static ScriptedServer.Script status(int status, String header) {
    return line -> line.answer(status, header, "");
  }

  private static ScriptedServer.Script json(String body) {
    return line -> line.answer(200, "Content-Type: application/json", body);
  }

  private static ScriptedServer.Script page(int status, String body) {
    return line -> line.answer(status, "Content-Type: text/html; charset=utf-8", body);
  }

  @Test
  void asksForAFileAsThePortalWantsIt() throws Exception {
    try (ScriptedServer server =
        portal(
            line ->
                line.answer(
                    200,
                    "Content-Type: application/json\r\nDate: Sun, 22 Nov 2026 09:59:00 GMT",
                    LISTING))) {
      BlockListing listing = client(server.url("/tenant/"), client(server)::credentials).list(FILE);

      assertThat(listing.chunks()).isEqualTo(1);
      assertThat(listing.serverTime()).hasValue(Instant.parse("2026-11-22T09:59:00Z"));
      assertThat(server.requests().get(0).line()).isEqualTo("GET /tenant/directio/42 HTTP/1.1");
      assertThat(server.requests().get(0).header("Authorization"))
          .hasValue("Bearer " + CANARY + "-id");
      assertThat(server.requests().get(0).headers())
          .noneMatch(header -> header.contains(CANARY + "-secret"));
    }
  }

  @Test
  void keepsItsConnection() throws Exception {
    try (ScriptedServer server =
        portal(json(LISTING), status(404), status(503), page(503, "<html>"), json(LISTING + " "))) {
      PortalClient client = client(server);
      client.list(FILE);
      assertThatThrownBy(() -> client.list(FILE)).isInstanceOf(NotFoundException.class);
      client.list(FILE);

      assertThat(server.connections()).isEqualTo(1);
      assertThat(client.calls()).isEqualTo(5);
      assertThat(client.retries()).isEqualTo(2);
    }
  }

  static Stream<Arguments> answers() {
    String login = "<html><head><title>Log in to Acme</title></head><input type='password'>";
    return Stream.of(
        failure(status(400), NotFoundException.class, 1, "status 400"),
        failure(status(404), NotFoundException.class, 1, "deleted"),
        failure(status(410), NotFoundException.class, 1, "status 410"),
        failure(status(401), UnauthorizedException.class, 2, "Read Write Administrator"),
        failure(status(403), UnauthorizedException.class, 2, "status 403"),
        failure(
            line -> {
              line.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 50\r\n\r\ncut");
              line.reset();
            },
            UnauthorizedException.class,
            2,
            "status 401"),
        failure(status(407), PortalUnavailableException.class, 1, "proxy"),
        failure(status(422), UnprocessableException.class, 1, "Direct Mode"),
        failure(status(405), InvalidRequestException.class, 1, "status 405"),
        failure(status(500), InvalidRequestException.class, 3, "status 500"),
        failure(status(502), PortalUnavailableException.class, 3, "status 502"),
        failure(status(503), PortalUnavailableException.class, 3, "busy or in maintenance"),
        failure(status(504), PortalUnavailableException.class, 3, "status 504"),
        failure(status(408), PortalUnavailableException.class, 3, "status 408"),
        failure(status(429), PortalUnavailableException.class, 3, "busy"),
        failure(
            page(503, "<title>Maintenance</title>"),
            PortalUnavailableException.class,
            3,
            "a web page titled 'Maintenance'"),
        failure(
            page(200, login),
            PortalUnavailableException.class,
            3,
            "a login page titled 'Log in to Acme'"),
        failure(
            json("\ufeff \n<!doctype html>"), PortalUnavailableException.class, 3, "a web page"),
        failure(
            page(200, "<title>" + "t".repeat(99) + "</title>"),
            PortalUnavailableException.class,
            3,
            "a web page;"),
        failure(
            status(302, "Location: https://sso.example/login;s=" + CANARY + "?r=" + CANARY),
            PortalUnavailableException.class,
            3,
            "redirects to https://sso.example/login (status 302)"),
        failure(status(302, "X: y"), PortalUnavailableException.class, 3, "elsewhere"),
        failure(
            line -> line.write("HTTP/1.1 204 No Content\r\n\r\n"),
            MalformedListingException.class,
            3,
            "status 204"),
        failure(json(""), MalformedListingException.class, 3, "not a JSON object"),
        failure(json(LISTING.substring(9)), MalformedListingException.class, 3, "JSON"),
        failure(json(LISTING + "x"), MalformedListingException.class, 3, "JSON"),
        failure(json(LISTING.replace("5}", "0}")), MalformedListingException.class, 1, "chunk 1"),
        failure(
            json("{\"error\":\"x\"}"), MalformedListingException.class, 1, "none of the fields"),
        failure(ScriptedServer.Line::hangUp, ListConnectionException.class, 3, "without an answer"),
        failure(ScriptedServer.Line::reset, ListConnectionException.class, 3, "connection"),
        failure(
            line -> line.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + LISTING).hangUp(),
            ListConnectionException.class,
            3,
            "before it was complete"),
        failure(ScriptedServer.Line::stall, ListTimeoutException.class, 3, "read timeout"),
        failure(
            line ->
                line.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
                    .dribble(" ".repeat(998), Duration.ofMillis(20)),
            ListTimeoutException.class,
            3,
            "bytes a second"),
        failure(
            line -> line.write("nonsense " + CANARY + "\r\n\r\n").hangUp(),
            PortalUnavailableException.class,
            3,
            "proper HTTP"));
  }

  private static Arguments failure(
      ScriptedServer.Script answer, Class<? extends PortalException> type, int calls, String text) {
    return Arguments.of(answer, type, calls, text);
  }

  @ParameterizedTest(name = "{1} after {2} calls: {3}")
  @MethodSource("answers")
  void saysWhatThePortalMeantAndAsksAgainWhereThatCanHelp(
      ScriptedServer.Script answer, Class<? extends PortalException> type, int calls, String text)
      throws Exception {
    try (ScriptedServer server = portal(answer);
        LogCapture log = LogCapture.start()) {
      PortalClient client = client(server);
      PortalException failure =
          catchThrowableOfType(PortalException.class, () -> client.list(FILE));

      assertThat(failure).isExactlyInstanceOf(type).hasMessageContaining("File 42: ");
      assertThat(failure).hasMessageContaining(text);
      assertThat(server.requests()).hasSize(calls);
      assertThat(waits).hasSize(calls - 1);
      assertThat(everythingOf(failure)).doesNotContain(CANARY);
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
      assertThat(client.toString()).doesNotContain(CANARY);
    }
  }

  private static String everythingOf(Throwable throwable) throws Exception {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(throwable);
    }
    return text + bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void takesAListingUnderAWrongContentType() throws Exception {
    try (ScriptedServer server = portal(page(200, LISTING))) {
      assertThat(client(server).list(FILE).chunks()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void goesOnWhenThePortalComesBack(int status) throws Exception {
    try (ScriptedServer server = portal(status(status), status(status), json(LISTING))) {
      assertThat(client(server).list(FILE).chunks()).isEqualTo(1);
    }
  }

  @Test
  void saysThatNobodyListens() {
    PortalClient client = client("http://127.0.0.1:1", () -> Credentials.ofBearer(CANARY));

    assertThatThrownBy(() -> client.list(FILE))
        .isInstanceOf(ListConnectionException.class)
        .hasMessageContaining("127.0.0.1:1");
    assertThat(waits).hasSize(2);
  }

  @Test
  void obeysRetryAfterInSeconds() throws Exception {
    try (ScriptedServer server = portal(status(503, "Retry-After: 7"), json(LISTING))) {
      client(server).list(FILE);

      assertThat(waits).containsExactly(Duration.ofSeconds(7));
    }
  }

  @Test
  void obeysRetryAfterAsADateByThePortalsOwnClock() throws Exception {
    String headers =
        "Date: Sun, 22 Nov 2026 12:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 12:00:09 GMT";
    try (ScriptedServer server = portal(status(429, headers), json(LISTING))) {
      client(server).list(FILE);

      assertThat(waits).containsExactly(Duration.ofSeconds(9));
    }
  }

  @Test
  void asksABusyPortalLessAtOnce() throws Exception {
    try (ScriptedServer server = portal(status(429), json(LISTING))) {
      client(server).list(FILE);

      assertThat(throttle.limit("127.0.0.1")).isEqualTo(4);
    }
  }

  @Test
  void resolvesCredentialsOnceAndAgainWhenTheyAreRefused() throws Exception {
    AtomicInteger resolutions = new AtomicInteger();
    CredentialsSource rotating =
        () -> Credentials.ofBearer("token-" + resolutions.incrementAndGet());
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              boolean fresh = line.request().header("Authorization").orElse("").endsWith("-2");
              (fresh ? json(LISTING) : status(401)).answer(line);
            })) {
      PortalClient client = client(server.url(""), rotating);
      client.list(FILE);
      client.list(FILE);

      assertThat(resolutions).hasValue(2);
      assertThat(server.requests()).hasSize(3);
      assertThat(client.credentials().bearer()).isEqualTo("token-2");
    }
  }

  @Test
  void doesNotStormAPortalThatRefusesTheCredentials() throws Exception {
    AtomicInteger resolutions = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try (ScriptedServer server = portal(status(401))) {
      PortalClient client =
          client(
              server.url(""),
              () -> {
                resolutions.incrementAndGet();
                return Credentials.ofBearer("wrong");
              });
      List<Future<PortalException>> failures = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        failures.add(
            pool.submit(
                () -> catchThrowableOfType(PortalException.class, () -> client.list(FILE))));
      }
      for (Future<PortalException> failure : failures) {
        assertThat(failure.get()).isInstanceOf(UnauthorizedException.class);
      }
      assertThat(server.requests()).hasSize(16);
      assertThat(resolutions.get()).isLessThanOrEqualTo(9);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void saysThatThereAreNoCredentialsWithoutAsking() throws Exception {
    try (ScriptedServer server = portal(json(LISTING))) {
      PortalClient client =
          client(
              server.url(""),
              () -> {
                throw new CredentialsException("No credentials in nowhere");
              });
      assertThatThrownBy(() -> client.list(FILE))
          .isInstanceOf(UnauthorizedException.class)
          .hasMessageContaining("No credentials in nowhere");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void tellsAnEmptyFileFromOneWithoutBlocksByItsSize() throws Exception {
    try (ScriptedServer server = portal(json("{\"chunks\":null}"))) {
      PortalClient client = client(server);

      assertThat(client.list(new FileRef(42, "f", 0, 1)).chunks()).isZero();
      assertThat(client.list(FILE).chunks()).isZero();
      assertThatThrownBy(() -> client.list(new FileRef(42, "f", 9, 1)))
          .isInstanceOf(BlocksNotFoundException.class)
          .hasMessageContaining("9 bytes");
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void failsForGoodWhenThePortalIsNotTrusted() throws Exception {
    TestAuthority authority = TestAuthority.create();
    try (ScriptedServer server =
        ScriptedServer.startTls(authority.server(authority.issue("127.0.0.1")), json(LISTING))) {
      PortalException failure =
          catchThrowableOfType(PortalException.class, () -> client(server).list(FILE));

      assertThat(failure.code()).isEqualTo(ErrorCode.TLS);
      assertThat(failure).hasMessageContaining("CA file");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void stopsWhenItIsInterrupted() throws Exception {
    try (ScriptedServer server = portal(status(503))) {
      PortalClient client =
          PortalClient.builder(
                  URI.create(server.url("")), transport, () -> Credentials.ofBearer("x"))
              .backoff(
                  new Backoff(
                      RetryPolicy.DEFAULT,
                      new RetryBudget(),
                      duration -> {
                        throw new InterruptedException();
                      },
                      () -> 0))
              .build();
      assertThatThrownBy(() -> client.list(FILE))
          .isInstanceOf(ListConnectionException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://portal.example",
        "https://169.254.169.254",
        "https://user:secret@portal.example",
        "https://portal.example?x=secret",
        "https://portal.example/#secret",
        "portal.example",
        "ftp://portal.example"
      })
  void refusesAnAddressThatMustNotGetTheCredentials(String portal) {
    assertThatThrownBy(() -> client(portal, () -> Credentials.ofBearer("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void takesPlainHttpToAnotherMachineIfAllowed() {
    PortalClient client =
        PortalClient.builder(
                URI.create("http://portal.example/"), transport, () -> Credentials.ofBearer("x"))
            .hostPolicy(new HostPolicy(List.of(), true))
            .build();
    assertThat(client).hasToString("Client of the portal http://portal.example");
  }

  @Test
  void showsNoSecretWhenAllGoesWell() throws Exception {
    String listing = LISTING.replace("a2V5", CANARY).replace("sig=x", "sig=" + CANARY);
    try (ScriptedServer server = portal(json(listing));
        LogCapture log = LogCapture.start()) {
      PortalClient client = client(server);
      BlockListing found = client.list(FILE);

      assertThat(found.url(0)).contains(CANARY);
      assertThat(found.toString() + client.credentials() + client).doesNotContain(CANARY);
      assertThat(log.lines()).anyMatch(line -> line.contains("Listed file 42: 1 chunks"));
      assertThat(log.lines()).anyMatch(line -> line.contains("org.apache.hc"));
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
    }
  }
}
