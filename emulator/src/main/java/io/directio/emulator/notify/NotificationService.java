// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.ConnectionCut;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A portal's Notification Service: answers the calls, true to its tree of folders.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class NotificationService {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:admin|ServicesPortal)/(?:api/(login|logout|cloudDrives)|v2/api/metadata/(\\w+))");

  private static final Pattern FILTER =
      Pattern.compile(
          "<att id=\"field\"><val>name</val></att><att id=\"restriction\"><val>eq</val></att>"
              + "<att id=\"value\"><val>([^<]*)</val>");

  private final String user;
  private final String password;
  private final String bearer;
  private final FolderTree tree;
  private final Sessions sessions;
  private final Cursors cursors = new Cursors();
  private final Map<Set<Long>, List<Event>> lastPages = new ConcurrentHashMap<>();
  private volatile int maxFolders = 1000;
  private volatile boolean ancestorsNamesOnly;

  /**
   * @param bearer the token that needs no login
   */
  public NotificationService(
      String user, String password, String bearer, FolderTree tree, Supplier<Instant> clock) {
    this.user = user;
    this.password = password;
    this.bearer = bearer;
    this.tree = tree;
    this.sessions = new Sessions(clock);
  }

  /** Which call this is; empty when it is none. */
  public static Optional<NotificationCall> call(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return switch (name) {
      case "login" -> Optional.of(NotificationCall.LOGIN);
      case "logout" -> Optional.of(NotificationCall.LOGOUT);
      case "list" -> Optional.of(NotificationCall.LIST);
      case "longpoll" -> Optional.of(NotificationCall.LONGPOLL);
      case "cloudDrives" -> Optional.of(NotificationCall.FOLDERS);
      case "ancestors" -> Optional.of(NotificationCall.ANCESTORS);
      default -> Optional.empty();
    };
  }

  /** The user who may log in. */
  public String user() {
    return user;
  }

  /** That user's password: a secret. */
  public String password() {
    return password;
  }

  /** Ends all sessions: who uses one is sent to the login page. */
  public void expireSessions() {
    sessions.endAll();
  }

  /** How long a session lives after its last use; 30 minutes unless told otherwise. */
  public void sessionLifetime(Duration lifetime) {
    sessions.lifetime(lifetime);
  }

  /** Sessions that were begun and have not ended. */
  public int sessions() {
    return sessions.alive();
  }

  /** Rejects all cursors of before. */
  public void forgetCursors() {
    cursors.forget();
  }

  /** The most folders that a request may name; 1000 unless told otherwise. */
  public void maxFolders(int folders) {
    maxFolders = folders;
  }

  /** Whether the way to a file tells nothing but names; otherwise whole events. */
  public void ancestorsNamesOnly(boolean namesOnly) {
    ancestorsNamesOnly = namesOnly;
  }

  /** The id of a cloud drive folder, which is the first component of a path. */
  public long folderId(String name) {
    return tree.folderId(name);
  }

  /** The ids of all cloud drive folders. */
  public List<Long> folderIds() {
    return tree.folderIds();
  }

  /** The guid of a file or folder. */
  public String guid(String path) {
    return tree.guid(path);
  }

  /** The true answer to a call. */
  public Response answer(NotificationCall call, Exchange exchange) throws IOException {
    Headers asked = exchange.head().headers();
    byte[] body = exchange.body().readAllBytes();
    if (!exchange.head().method().equals("POST")) {
      return error(405, "Method not allowed");
    }
    if (call == NotificationCall.LOGIN) {
      return login(new String(body, StandardCharsets.US_ASCII));
    }
    boolean token = asked.first("Authorization").map(("Bearer " + bearer)::equals).orElse(false);
    if (!token && asked.first("Authorization").isPresent()) {
      return error(401, "Unauthorized");
    }
    if (!token && !sessions.isAlive(asked.first("Cookie"))) {
      return new Response(
          302, new Headers().add("Location", "/ServicesPortal/login"), Body.empty());
    }
    if (call == NotificationCall.LOGOUT) {
      sessions.end(asked.first("Cookie"));
      return json("{}");
    }
    if (call == NotificationCall.FOLDERS) {
      return folders(new String(body, StandardCharsets.UTF_8));
    }
    Question question = Question.read(new ByteArrayInputStream(body));
    if (call == NotificationCall.ANCESTORS) {
      return ancestors(question);
    }
    if (question.folderIds().size() > maxFolders) {
      return json(
          400,
          "{\"error\":{\"code\":400,\"details\":[{\"field\":\"folder_ids\",\"error\":\"size must"
              + " be between 0 and "
              + maxFolders
              + "\"}]}}");
    }
    return call == NotificationCall.LIST ? list(question) : longPoll(question);
  }

  private Response login(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&")) {
      String[] pair = field.split("=", 2);
      if (pair.length == 2) {
        fields.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    boolean known =
        user.equals(fields.get("j_username")) && password.equals(fields.get("j_password"));
    return known
        ? new Response(
            200,
            new Headers()
                .add("Content-Type", "text/plain")
                .add("Set-Cookie", "route=a1; Path=/")
                .add("Set-Cookie", sessions.begin()),
            Body.of("OK"))
        : error(403, "Forbidden");
  }

  private Response list(Question question) {
    Optional<Cursors.Position> position = position(question);
    if (position.isEmpty() || question.maxResults() < 1) {
      return error(400, "Invalid cursor or max_results");
    }
    long end = position.get().snapshotEnd();
    FolderTree.Changes changes =
        tree.changes(question.folderIds(), position.get().after(), end, question.maxResults());
    List<Event> before = lastPages.put(question.folderIds(), changes.events());
    String cursor =
        cursors.seal(new Cursors.Position(changes.position(), end), question.folderIds());
    return json(
        200,
        new EventsAnswer(
            changes.events(),
            cursor,
            changes.hasMore(),
            question.cursor(),
            before == null ? List.of() : before,
            false));
  }

  /** A query as the public SDK puts it; only the name is looked at. */
  private Response folders(String query) {
    Matcher name = FILTER.matcher(query);
    if (!query.contains("<val>query</val>") || !name.find()) {
      return error(400, "Not a query by name");
    }
    String objects = "";
    String wanted = name.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    if (tree.hasFolder(wanted)) {
      objects =
          "<obj class=\"CloudDrive\"><att id=\"name\"><val>"
              + name.group(1)
              + "</val></att><att id=\"uid\"><val>"
              + tree.folderId(wanted)
              + "</val></att></obj>";
    }
    return Response.of(
        200,
        "text/xml;charset=UTF-8",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><obj class=\"QueryResult\">"
            + "<att id=\"hasMore\"><val>false</val></att><att id=\"objects\"><list>"
            + objects
            + "</list></att></obj>");
  }

  private Response longPoll(Question question) throws ConnectionCut {
    Optional<Cursors.Position> position = position(question);
    if (position.isEmpty() || question.cursor().isEmpty()) {
      return error(400, "Invalid cursor");
    }
    try {
      boolean changes =
          tree.awaitChange(
              question.folderIds(), position.get().after(), Duration.ofMillis(question.timeout()));
      return json("{\"changes\":" + changes + "}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConnectionCut.byClose();
    }
  }

  private Response ancestors(Question question) {
    return tree.ancestors(question.folderId(), question.guid())
        .map(way -> json(200, new AncestorsAnswer(way, ancestorsNamesOnly)))
        .orElseGet(() -> error(404, "Not found"));
  }

  private Optional<Cursors.Position> position(Question question) {
    return question.cursor().isEmpty()
        ? Optional.of(new Cursors.Position(0, tree.now()))
        : cursors.open(question.cursor().get(), question.folderIds());
  }

  private static Response error(int status, String message) {
    return json(status, "{\"error\":{\"msg\":\"" + message + "\"}}");
  }

  private static Response json(String text) {
    return json(200, text);
  }

  private static Response json(int status, String text) {
    return json(status, Body.of(text));
  }

  private static Response json(int status, Body body) {
    return new Response(
        status, new Headers().add("Content-Type", "application/json;charset=UTF-8"), body);
  }
}
