// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.notify.NotificationCall;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Notification Service as it stands on the wire. */
@Timeout(30)
class NotificationServiceTest {
  private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]+)\"");

  private final Emulator emulator =
      Emulator.builder()
          .file("docs/a.txt", new byte[3])
          .file("media/b.txt", new byte[4])
          .user("ann", "p&ss=1")
          .start();
  private final HttpClient http = HttpClient.newHttpClient();
  private String cookie = "";

  @AfterEach
  void close() {
    emulator.close();
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(emulator.portalUri().resolve(path))
            .header("Content-Type", type)
            .header("Cookie", cookie)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> call(String name, String body) throws Exception {
    return post("/ServicesPortal/v2/api/metadata/" + name, "application/json", body);
  }

  private int login(String password) throws Exception {
    HttpResponse<String> answer =
        post(
            "/ServicesPortal/api/login",
            "application/x-www-form-urlencoded",
            "j_username=ann&j_password=" + password);
    cookie =
        String.join(
            "; ",
            answer.headers().allValues("Set-Cookie").stream().map(c -> c.split(";")[0]).toList());
    return answer.statusCode();
  }

  private String list(String folders, String cursor, int most) {
    String quoted = cursor == null ? "null" : '"' + cursor + '"';
    return "{\"folder_ids\":"
        + folders
        + ",\"cursor\":"
        + quoted
        + ",\"max_results\":"
        + most
        + "}";
  }

  private static String cursor(HttpResponse<String> page) {
    Matcher matcher = CURSOR.matcher(page.body());
    assertThat(matcher.find()).as(page.body()).isTrue();
    return matcher.group(1);
  }

  @Test
  void wantsASessionThatIsAlive() throws Exception {
    assertThat(call("list", list("[]", null, 10)).statusCode()).isEqualTo(302);
    assertThat(login("wrong")).isEqualTo(403);
    assertThat(login("p%26ss%3D1")).isEqualTo(200);
    assertThat(call("list", list("[]", null, 10)).statusCode()).isEqualTo(200);
    emulator.notifications().sessionLifetime(Duration.ofMinutes(5));
    emulator.clockSkew(Duration.ofMinutes(6));
    assertThat(call("list", list("[]", null, 10)).statusCode()).isEqualTo(302);
    login("p%26ss%3D1");
    assertThat(post("/ServicesPortal/api/logout", "text/plain", "").statusCode()).isEqualTo(200);
    assertThat(call("list", list("[]", null, 10)).statusCode()).isEqualTo(302);
    assertThat(emulator.requests().notificationCalls(NotificationCall.LOGIN)).isEqualTo(3);
  }

  @Test
  void listsPageByPageAndThenOnlyWhatChanged() throws Exception {
    login("p%26ss%3D1");
    HttpResponse<String> first = call("list", list("[]", null, 3));
    assertThat(first.body()).contains("\"has_more\":true", "\"name\":\"a.txt\"");
    HttpResponse<String> second = call("list", list("[]", cursor(first), 3));
    assertThat(second.body()).contains("\"has_more\":false", "\"name\":\"b.txt\"", "\"size\":4");
    HttpResponse<String> nothing = call("list", list("[]", cursor(second), 3));
    assertThat(nothing.body()).contains("\"entries\":[]", "\"has_more\":false");

    emulator.rename("docs", "papers");
    emulator.delete("media/b.txt");
    HttpResponse<String> changes = call("list", list("[]", cursor(nothing), 3));
    assertThat(changes.body())
        .contains("\"name\":\"papers\"", "\"deleted\":true", "\"name\":\"b.txt\"")
        .doesNotContain("a.txt");
    assertThat(emulator.file("papers/a.txt").size()).isEqualTo(3);
    // A snapshot does not tell of what was deleted before it.
    assertThat(call("list", list("[]", null, 10)).body()).doesNotContain("b.txt");
  }

  @Test
  void bindsCursorsToTheirFolders() throws Exception {
    login("p%26ss%3D1");
    String docs = "[" + emulator.notifications().folderId("docs") + "]";
    String cursor = cursor(call("list", list(docs, null, 10)));

    assertThat(call("list", list(docs, cursor, 10)).statusCode()).isEqualTo(200);
    assertThat(call("list", list("[]", cursor, 10)).statusCode()).isEqualTo(400);
    assertThat(call("list", list(docs, "bm9uc2Vuc2U=", 10)).statusCode()).isEqualTo(400);
    emulator.notifications().forgetCursors();
    assertThat(call("list", list(docs, cursor, 10)).statusCode()).isEqualTo(400);
    emulator.notifications().maxFolders(0);
    assertThat(call("list", list(docs, null, 10)).body())
        .contains("\"details\":[{", "size must be between 0 and 0");
  }

  @Test
  void holdsALongPollUntilSomethingChanges() throws Exception {
    login("p%26ss%3D1");
    String cursor = cursor(call("list", list("[]", null, 10)));
    String poll = "{\"folder_ids\":[],\"cursor\":\"" + cursor + "\",\"timeout\":";

    assertThat(call("longpoll", poll + "20}").body()).isEqualTo("{\"changes\":false}");
    CompletableFuture<Void> change =
        CompletableFuture.runAsync(
            () -> {
              Awaitility.await()
                  .until(
                      () -> emulator.requests().notificationCalls(NotificationCall.LONGPOLL) == 2);
              emulator.add("docs/c.txt", Content.of(new byte[1]));
            });
    assertThat(call("longpoll", poll + "20000}").body()).isEqualTo("{\"changes\":true}");
    change.join();
  }

  @Test
  void tellsTheWayToAFile() throws Exception {
    login("p%26ss%3D1");
    long folder = emulator.notifications().folderId("docs");
    String question =
        "{\"folder_id\":%d,\"guid\":\"%s\"}"
            .formatted(folder, emulator.notifications().guid("docs/a.txt"));

    emulator.notifications().ancestorsNamesOnly(true);
    assertThat(call("ancestors", question).body())
        .isEqualTo("[{\"name\":\"docs\"},{\"name\":\"a.txt\"}]");
    emulator.delete("docs/a.txt");
    assertThat(call("ancestors", question).statusCode()).isEqualTo(404);
  }
}
