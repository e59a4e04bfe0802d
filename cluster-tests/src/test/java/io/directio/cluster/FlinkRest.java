// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What a cluster is told and asked by REST. */
final class FlinkRest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** An answer that is none of success. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(String path, int status, String body) {
      super(path + " was answered by " + status + ": " + body);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  FlinkRest(URI address) {
    this.address = address;
  }

  /** Uploads a job's jar, and gives its name there. */
  String upload(Path jar) throws IOException, InterruptedException {
    String boundary = "a-boundary-that-no-jar-holds";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\""
                + jar.getFileName()
                + "\"\r\nContent-Type: application/x-java-archive\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(Files.readAllBytes(jar));
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    JsonNode answer =
        post(
            "/jars/upload",
            "multipart/form-data; boundary=" + boundary,
            BodyPublishers.ofByteArray(body.toByteArray()));
    return Path.of(answer.get("filename").asText()).getFileName().toString();
  }

  /** Runs the main class of an uploaded jar, and gives the id of the job that it starts. */
  String run(String jar, int parallelism, List<String> arguments)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("parallelism", parallelism);
    ArrayNode list = body.putArray("programArgsList");
    arguments.forEach(list::add);
    return post("/jars/" + jar + "/run", body).get("jobid").asText();
  }

  /** Writes a savepoint of a running job to below a directory. */
  void savepoint(String job, Path directory) throws IOException, InterruptedException {
    ObjectNode body =
        JSON.createObjectNode()
            .put("cancel-job", false)
            .put("target-directory", directory.toUri().toString());
    post("/jobs/" + job + "/savepoints", body);
  }

  void cancel(String job) throws IOException, InterruptedException {
    HttpRequest request = request("/jobs/" + job).method("PATCH", BodyPublishers.noBody()).build();
    read("/jobs/" + job, http.send(request, BodyHandlers.ofString()));
  }

  /** The state of a job; empty if the cluster doesn't know it, or doesn't answer. */
  Optional<String> state(String job) throws InterruptedException {
    try {
      return Optional.of(get("/jobs/" + job).get("state").asText());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the cluster answers, and doesn't know a job. */
  boolean forgot(String job) throws InterruptedException {
    try {
      get("/jobs/" + job);
      return false;
    } catch (RefusedException e) {
      return e.status() == 404;
    } catch (IOException e) {
      return false;
    }
  }

  /** Number of tasks of a job in each state; empty if the cluster doesn't know. */
  Map<String, Integer> tasks(String job) throws InterruptedException {
    Map<String, Integer> tasks = new TreeMap<>();
    try {
      JsonNode counts = get("/jobs/" + job).path("status-counts");
      counts.fieldNames().forEachRemaining(state -> tasks.put(state, counts.get(state).asInt()));
    } catch (IOException e) {
      tasks.clear();
    }
    return tasks;
  }

  /** The checkpoint that a job was restored from last; empty if it never was, or nobody knows. */
  OptionalLong restoredFrom(String job) throws InterruptedException {
    try {
      JsonNode restored = get("/jobs/" + job + "/checkpoints").path("latest").path("restored");
      return restored.has("id")
          ? OptionalLong.of(restored.get("id").asLong())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Free slots of each TaskManager that is registered; empty if nobody answers. */
  Map<String, Integer> freeSlots() throws InterruptedException {
    Map<String, Integer> slots = new TreeMap<>();
    try {
      for (JsonNode worker : get("/taskmanagers").get("taskmanagers")) {
        slots.put(worker.get("id").asText(), worker.get("freeSlots").asInt());
      }
    } catch (IOException e) {
      slots.clear();
    }
    return slots;
  }

  /** Whatever can be read about the cluster and a job, by its path. */
  Map<String, String> everything(String job) throws IOException, InterruptedException {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "/config",
                "/overview",
                "/jars",
                "/jobmanager/config",
                "/jobmanager/environment",
                "/jobmanager/logs",
                "/jobmanager/metrics",
                "/jobs/overview",
                "/taskmanagers"));
    for (String id : freeSlots().keySet()) {
      for (String of : List.of("", "/logs", "/metrics", "/thread-dump")) {
        paths.add("/taskmanagers/" + id + of);
      }
    }
    for (String of :
        List.of(
            "",
            "/config",
            "/exceptions?maxExceptions=100",
            "/checkpoints",
            "/checkpoints/config",
            "/plan",
            "/metrics",
            "/accumulators?includeSerializedValue=true")) {
      paths.add("/jobs/" + job + of);
    }
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      for (String of :
          List.of("", "/accumulators", "/subtasks/accumulators", "/metrics", "/taskmanagers")) {
        paths.add("/jobs/" + job + "/vertices/" + vertex.get("id").asText() + of);
      }
    }
    Map<String, String> answers = new TreeMap<>();
    for (String path : paths) {
      answers.put(path, text(path));
    }
    return answers;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(path));
  }

  private String text(String path) throws IOException, InterruptedException {
    return read(path, http.send(request(path).build(), BodyHandlers.ofString()));
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    return post(path, "application/json", BodyPublishers.ofString(body.toString()));
  }

  private JsonNode post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request = request(path).header("Content-Type", type).POST(body).build();
    return JSON.readTree(read(path, http.send(request, BodyHandlers.ofString())));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
  }

  private static String read(String path, HttpResponse<String> response) throws RefusedException {
    if (response.statusCode() / 100 != 2) {
      throw new RefusedException(path, response.statusCode(), response.body());
    }
    return response.body();
  }
}
