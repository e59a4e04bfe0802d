// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.directio.CursorRejectedException;
import io.directio.ErrorCode;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.NotificationException;
import io.directio.TooManyFoldersException;
import io.directio.emulator.Emulator;
import io.directio.emulator.notify.NotificationCall;
import io.directio.http.Backoff;
import io.directio.http.Cancellation;
import io.directio.http.HttpOptions;
import io.directio.http.LogCapture;
import io.directio.http.RetryBudget;
import io.directio.http.RetryPolicy;
import io.directio.http.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client makes of what a Notification Service answers, and how it asks. */
@Timeout(120)
class NotificationClientTest {

  private static final String CANARY = "CaNaRy-77e1d";
  private static final String PAGE =
      "{\"entries\":[],\"cursor\":\"" + CANARY + "-cursor\",\"has_more\":false}";

  /** Much sooner than any timeout of who is patient. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private final List<Duration> waits = new ArrayList<>();

  private NotificationClient client(ScriptedServer server, CredentialsSource source)
      throws Exception {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(1));
    PortalConnection connection =
        new PortalConnection(
            URI.create(server.url("/")),
            source,
            HttpOptions.builder().readTimeout(Duration.ofMillis(300)).build(),
            policy,
            false,
            0);
    return NotificationClient.open(
        connection,
        PortalContext.ADMIN,
        new Backoff(policy, new RetryBudget(1, 100, () -> 0), waits::add, () -> 0));
  }

  private NotificationClient client(ScriptedServer server) throws Exception {
    return client(server, new Held(Login.ofBearer(CANARY)));
  }

  /** A login that holds its values, and can't be serialised: for tests only. */
  private record Held(Login login) implements CredentialsSource {
    @Override
    public Credentials resolve() throws CredentialsException {
      throw new CredentialsException("Not asked for");
    }
  }

  private static ScriptedServer.Script json(int status, String body) {
    return line -> line.answer(status, "Content-Type: application/json", body);
  }

  private static ScriptedServer portal(ScriptedServer.Script script) {
    return ScriptedServer.start(
        line -> {
          drain(line);
          if (line.request().target().endsWith("/api/login")) {
            line.answer(
                200,
                "Content-Type: text/plain\r\nSet-Cookie: route=7; Path=/\r\n"
                    + "Set-Cookie: SID="
                    + CANARY
                    + "; HttpOnly\r\nSet-Cookie: gone=; Max-Age=0",
                "OK");
          } else {
            script.answer(line);
          }
        });
  }

  private static ScriptedServer server(String page) {
    return ScriptedServer.start(
        line -> {
          drain(line);
          line.answer(200, "Content-Type: text/html", page);
        });
  }

  private static void drain(ScriptedServer.Line line) throws Exception {
    line.in.readNBytes(line.request().header("Content-Length").map(Integer::parseInt).orElse(0));
  }

  @Test
  void asksAsThePortalWantsIt() throws Exception {
    try (ScriptedServer server = portal(json(200, PAGE));
        LogCapture log = LogCapture.start();
        NotificationClient client =
            client(server, new Held(Login.ofUser("ann", CANARY + "-password")))) {
      client.list(List.of(7L, 8L), null, 2000);

      assertThat(log.lines()).anyMatch(line -> line.contains("Logged in"));
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));

      assertThat(server.requests())
          .extracting(ScriptedServer.Request::target)
          .containsExactly("/admin/api/login", "/admin/v2/api/metadata/list");
      ScriptedServer.Request list = server.requests().get(1);
      assertThat(list.line()).startsWith("POST ");
      assertThat(list.header("Cookie")).hasValue("route=7; SID=" + CANARY);
      assertThat(list.header("Authorization")).isEmpty();
      assertThat(list.header("Content-Type")).hasValue("application/json");
      assertThat(client.toString()).doesNotContain(CANARY);
    }
    EventFormat format = new EventFormat();
    assertThat(format.listRequest(List.of(7L, 8L), null, 2000))
        .asString()
        .isEqualTo("{\"folder_ids\":[7,8],\"cursor\":null,\"max_results\":2000}");
    assertThat(format.pollRequest(List.of(), "c\"", 10_000))
        .asString()
        .isEqualTo("{\"folder_ids\":[],\"cursor\":\"c\\\"\",\"timeout\":10000}");
    assertThat(format.ancestorsRequest(7, "g"))
        .asString()
        .isEqualTo("{\"folder_id\":7,\"guid\":\"g\"}");
  }

  @Test
  void isClosedWhileALoginIsNotAnswered() throws Exception {
    CountDownLatch again = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              drain(line);
              // The session dies after the first list, and the portal with it.
              switch (calls.incrementAndGet()) {
                case 1 -> line.answer(200, "Content-Type: text/plain\r\nSet-Cookie: SID=1", "OK");
                case 2 -> line.answer(200, "Content-Type: application/json", PAGE);
                case 3 -> line.answer(401, "Content-Type: application/json", "{}");
                default -> {
                  again.countDown();
                  line.stall();
                }
              }
            })) {
      PortalConnection patient =
          new PortalConnection(
              URI.create(server.url("/")),
              new Held(Login.ofUser("ann", CANARY)),
              HttpOptions.builder()
                  .readTimeout(Duration.ofMinutes(5))
                  .headersTimeout(Duration.ofMinutes(5))
                  .build(),
              new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(1)),
              false,
              0);
      NotificationClient client = NotificationClient.open(patient, PortalContext.ADMIN);
      client.list(List.of(), null, 1);
      CompletableFuture<EventListing> asked =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return client.list(List.of(), null, 1);
                } catch (NotificationException e) {
                  throw new CompletionException(e);
                }
              });
      assertThat(again.await(1, TimeUnit.MINUTES)).isTrue();

      assertThat(CompletableFuture.runAsync(client::close)).succeedsWithin(SOON);

      assertThat(asked)
          .failsWithin(SOON)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(NotificationException.class);
      assertThat(calls).hasValue(4);
    }
  }

  @Test
  void canBeClosedTwiceAtOnce() throws Exception {
    try (ScriptedServer server = portal(json(200, PAGE))) {
      for (int i = 1; i <= 50; i++) {
        NotificationClient client = client(server, new Held(Login.ofUser("ann", CANARY)));
        client.list(List.of(), null, 1);
        CyclicBarrier together = new CyclicBarrier(2);
        Runnable close =
            () -> {
              try {
                together.await();
              } catch (InterruptedException | BrokenBarrierException e) {
                throw new CompletionException(e);
              }
              client.close();
            };
        CompletableFuture<Void> other = CompletableFuture.runAsync(close);
        close.run();
        assertThat(other).succeedsWithin(SOON);
      }
      assertThat(server.requests())
          .filteredOn(request -> request.target().endsWith("/api/logout"))
          .hasSizeBetween(1, 50);
    }
  }

  @Test
  void needsNoLoginForABearer() throws Exception {
    try (ScriptedServer server = portal(json(200, PAGE));
        NotificationClient client = client(server)) {
      client.list(List.of(), null, 1);

      assertThat(server.requests()).hasSize(1);
      assertThat(server.requests().get(0).header("Authorization")).hasValue("Bearer " + CANARY);
    }
  }

  @Test
  void readsWhatIsThereAndBearsWhatIsNot() throws Exception {
    String body =
        "{\"new\":{\"entries\":[1]},\"entries\":["
            + "{\"type\":\"file\",\"guid\":\"g1\",\"parent_guid\":\"p\",\"deleted\":false,"
            + "\"name\":\"n\",\"folder_id\":7,\"id\":\"42\",\"size\":5,\"gvsn\":99,"
            + "\"file_timestamp\":\"2024-05-06T07:08:09\",\"modified\":1714979289000,"
            + "\"virtual_portal_id\":3,\"acl\":\"O:\",\"x\":[{}]},"
            + "{\"type\":\"folder\",\"guid\":\"g2\",\"deleted\":true,\"name\":\"d\"},"
            + "{\"type\":\"link\",\"guid\":\"g3\",\"id\":{},\"size\":-5,\"folder_id\":1e99,"
            + "\"name\":null,\"file_timestamp\":\"yesterday\"}],"
            + "\"cursor\":\"c\",\"has_more\":true}";
    try (ScriptedServer server = portal(json(200, body));
        NotificationClient client = client(server)) {
      EventListing page = client.list(List.of(), null, 10);
      Instant time = Instant.parse("2024-05-06T07:08:09Z");

      assertThat(page.cursor()).isEqualTo("c");
      assertThat(page.hasMore()).isTrue();
      assertThat(page.events())
          .containsExactly(
              new FileEvent(
                  FileEvent.Type.FILE,
                  "g1",
                  false,
                  "n",
                  "p",
                  7,
                  42,
                  5,
                  "99",
                  time,
                  time,
                  "3",
                  "O:",
                  null),
              FileEvent.of(FileEvent.Type.FOLDER, "g2", "d", true),
              FileEvent.of(FileEvent.Type.OTHER, "g3", "", false));
      assertThat(page.events().get(0).version()).isEqualTo(99);
      assertThat(page.events().get(1).version()).isEqualTo(FileRef.UNKNOWN);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2024-05-06T07:08:09Z,       2024-05-06T07:08:09Z",
        "2024-05-06T07:08:09.5+02:00,2024-05-06T05:08:09.5Z",
        "2024-05-06 07:08:09,        2024-05-06T07:08:09Z",
        "1714979289,                 2024-05-06T07:08:09Z",
        "1714979289000,              2024-05-06T07:08:09Z",
        "99999999999999999999,       -",
        "soon,                       -",
        "'',                         -"
      })
  void readsTimesInSeveralForms(String text, Instant expected) {
    assertThat(PortalTime.parse(text)).isEqualTo(expected);
  }

  static Stream<Arguments> answers() {
    String size =
        "{\"error\":{\"details\":[{\"error\":\"size must be between 0 and 100\"}],\"x\":\""
            + CANARY
            + "\"}}";
    return Stream.of(
        Arguments.of(400, size, null, ErrorCode.INVALID_REQUEST, 1, "between 0 and 100"),
        Arguments.of(400, CANARY, null, ErrorCode.INVALID_REQUEST, 1, "status 400"),
        Arguments.of(400, CANARY, "c", ErrorCode.CURSOR_REJECTED, 1, "new snapshot"),
        Arguments.of(410, CANARY, "c", ErrorCode.CURSOR_REJECTED, 1, "new snapshot"),
        Arguments.of(401, CANARY, "c", ErrorCode.UNAUTHORIZED, 2, "status 401"),
        Arguments.of(403, CANARY, null, ErrorCode.UNAUTHORIZED, 2, "status 403"),
        Arguments.of(302, CANARY, null, ErrorCode.UNAUTHORIZED, 2, "login page"),
        Arguments.of(404, CANARY, "c", ErrorCode.NOT_FOUND, 1, "version"),
        Arguments.of(418, CANARY, "c", ErrorCode.INVALID_REQUEST, 1, "418"),
        Arguments.of(429, CANARY, null, ErrorCode.PORTAL_UNAVAILABLE, 3, "busy"),
        Arguments.of(500, CANARY, "c", ErrorCode.PORTAL_UNAVAILABLE, 3, "failed"),
        Arguments.of(502, CANARY, null, ErrorCode.PORTAL_UNAVAILABLE, 3, "gateway"),
        Arguments.of(200, "[\"" + CANARY, null, ErrorCode.MALFORMED_LISTING, 3, "JSON"),
        Arguments.of(200, "{\"entries\":[", null, ErrorCode.MALFORMED_LISTING, 3, "cut off"),
        Arguments.of(
            200, "{\"cursor\":1}", null, ErrorCode.MALFORMED_LISTING, 1, "whether there is more"),
        Arguments.of(
            200,
            "{\"entries\":[{\"name\":\"" + CANARY + "\"}],\"cursor\":\"c\",\"has_more\":false}",
            null,
            ErrorCode.MALFORMED_LISTING,
            1,
            "entry 1"),
        Arguments.of(
            200,
            "<html><title>Sorry</title>" + CANARY,
            null,
            ErrorCode.PORTAL_UNAVAILABLE,
            3,
            "titled 'Sorry'"));
  }

  @ParameterizedTest(name = "{0} {1}: {3} after {4} calls")
  @MethodSource("answers")
  void saysWhatThePortalMeantAndAsksAgainWhereThatCanHelp(
      int status, String body, String cursor, ErrorCode code, int calls, String text)
      throws Exception {
    try (ScriptedServer server = portal(json(status, body));
        LogCapture log = LogCapture.start();
        NotificationClient client = client(server)) {
      NotificationException failure =
          catchThrowableOfType(
              NotificationException.class, () -> client.list(List.of(1L), cursor, 10));

      assertThat(failure.code()).isEqualTo(code);
      assertThat(failure).hasMessageContaining(text);
      assertThat(server.requests()).hasSize(calls);
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain(CANARY);
      assertThat(log.lines()).noneMatch(line -> line.contains(CANARY));
    }
  }

  @Test
  void knowsItsTypedErrors() throws Exception {
    String body = "{\"error\":{\"details\":[{\"error\":\"size must be between 1 and 9\"}]}}";
    try (ScriptedServer server = portal(json(400, body));
        NotificationClient client = client(server)) {
      assertThatThrownBy(() -> client.list(List.of(1L), "c", 10))
          .isInstanceOfSatisfying(
              TooManyFoldersException.class,
              e -> {
                assertThat(e.least()).isEqualTo(1);
                assertThat(e.most()).isEqualTo(9);
              });
    }
    try (ScriptedServer server = portal(json(400, "{}"));
        NotificationClient client = client(server)) {
      assertThatThrownBy(
              () -> client.poll(List.of(), "c", Duration.ofMillis(10), new Cancellation()))
          .isInstanceOf(CursorRejectedException.class);
      assertThatThrownBy(() -> client.ancestors(1, "g"))
          .isInstanceOfSatisfying(
              NotificationException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void waitsForAPollLongerThanForAnyOtherAnswer() throws Exception {
    try (Emulator emulator = Emulator.builder().file("d/f", new byte[1]).start();
        NotificationClient client =
            NotificationClient.open(
                new PortalConnection(
                    emulator.portalUri(),
                    new Held(Login.ofBearer(emulator.accessKeyId())),
                    HttpOptions.builder().readTimeout(Duration.ofMillis(300)).build(),
                    RetryPolicy.NEVER,
                    false,
                    0),
                PortalContext.SERVICES_PORTAL)) {
      String cursor = client.list(List.of(), null, 10).cursor();

      assertThat(
              client.poll(List.of(), cursor, Duration.ofMillis(600), new Cancellation()).outcome())
          .isEqualTo(ChangePoll.Outcome.NO_CHANGES);
      assertThat(emulator.requests().notificationCalls(NotificationCall.LOGIN)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void readsCredentialsAnewWhenTheyAreRefused(int status) throws Exception {
    AtomicInteger resolutions = new AtomicInteger();
    try (ScriptedServer server =
        ScriptedServer.start(
            line -> {
              drain(line);
              boolean fresh =
                  line.request().header("Authorization").orElse("").equals("Bearer token-2");
              json(fresh ? 200 : status, PAGE).answer(line);
            })) {
      CredentialsSource rotating =
          new CredentialsSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Credentials resolve() {
              throw new AssertionError("not asked for");
            }

            @Override
            public Login login() {
              return Login.ofBearer("token-" + resolutions.incrementAndGet());
            }
          };
      try (NotificationClient client = client(server, rotating)) {
        client.list(List.of(), null, 10);
        client.list(List.of(), null, 10);
      }
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void saysThatALoginGaveNoSession() throws Exception {
    for (String answer : new String[] {"OK", "<html><input name=j_username></html>"}) {
      try (ScriptedServer server = server(answer);
          NotificationClient client =
              client(server, new Held(Login.ofUser("ann", CANARY + "-password")))) {
        assertThatThrownBy(() -> client.list(List.of(), null, 1))
            .isInstanceOfSatisfying(
                NotificationException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
        assertThat(server.requests()).hasSize(1);
      }
    }
  }
}
