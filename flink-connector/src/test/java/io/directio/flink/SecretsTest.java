// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.emulator.s3.S3Call;
import io.directio.emulator.s3.S3Server;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectClusterRESTAddress;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.InstantiationUtil;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Looks for planted secrets wherever a job leaves traces. */
class SecretsTest {

  private static final String ACCESS_KEY = "canary-access-key-id";
  private static final String SECRET =
      Base64.getEncoder()
          .encodeToString("canary-secret-key-of-30-bytes!".getBytes(StandardCharsets.UTF_8));

  /** Nothing that a signed URL, a wrapped key, a session or a credential would bring along. */
  private static final List<String> SECRETS =
      List.of(
          ACCESS_KEY,
          SECRET,
          "canary-",
          "X-Amz-Signature",
          "X-Amz-Credential",
          "JSESSIONID",
          "wrapped_key");

  /** Who may know them: the other side, and what the documentation warns of. */
  private static final List<String> IN_THE_KNOW =
      List.of(
          "io.directio.emulator",
          "org.gaul",
          "org.eclipse.jetty",
          "org.apache.hc.client5.http.headers",
          "org.apache.hc.client5.http.wire");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  private final Memory log = new Memory();

  /** Keeps what holds a secret, and what shows that it listens. */
  private static final class Memory extends AbstractAppender {
    final Queue<String> secrets = new ConcurrentLinkedQueue<>();
    final Queue<String> splits = new ConcurrentLinkedQueue<>();
    final Set<String> loggers = ConcurrentHashMap.newKeySet();

    Memory() {
      super("memory", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      String logger = event.getLoggerName();
      if (IN_THE_KNOW.stream().anyMatch(logger::startsWith)) {
        return;
      }
      StringWriter text = new StringWriter();
      text.write(logger + " " + event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(text));
      }
      String line = text.toString();
      if (event.getLevel() == Level.DEBUG) {
        loggers.add(logger);
      }
      if (line.contains("Adding split(s) to reader")) {
        splits.add(line);
      }
      // The emulator signs with the SDK too; the canaries are not its own.
      boolean shared = logger.startsWith("software.amazon.awssdk");
      if (SECRETS.stream()
          .filter(secret -> !shared || secret.startsWith("canary-"))
          .anyMatch(line::contains)) {
        secrets.add(line);
      }
    }
  }

  @BeforeEach
  void listen() {
    log.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().addAppender(log, Level.TRACE, null);
    Configurator.setAllLevels("", Level.DEBUG);
    Configurator.setLevel("io.directio", Level.TRACE);
    quieten(context.getConfiguration());
  }

  /** Only the memory hears what is beneath a warning: it would be 100 MB on the console. */
  private static void quieten(Configuration configuration) {
    LoggerConfig root = configuration.getRootLogger();
    configuration
        .getAppenders()
        .forEach(
            (name, appender) -> {
              if (!name.equals("memory") && root.getAppenders().containsKey(name)) {
                root.removeAppender(name);
                root.addAppender(appender, Level.WARN, null);
              }
            });
  }

  @AfterEach
  void stopListening() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().removeAppender("memory");
    context.reconfigure();
  }

  private TestPortal portal() {
    return TestPortal.start(
        Emulator.builder()
            .credentials(ACCESS_KEY, SECRET)
            .user("canary-user", "canary-password")
            .blockSize(BlockSize.fixed(64 << 10))
            .latency(Duration.ofMillis(20))
            .file("docs/small", TestPortal.bytes(1000, 1))
            .file("docs/bad", TestPortal.bytes(1000, 2))
            .file("docs/large", TestPortal.bytes(16 << 20, 3)));
  }

  private DirectIOExport export(TestPortal portal) {
    return DirectIOExport.from(portal.options().maxFetches(4).build())
        .files(FileSelection.ids(portal.ids()))
        .assignment(
            AssignmentOptions.DEFAULT.withMaxBytes(1 << 20).withSmallFileThreshold(256 << 10))
        .to(directory.resolve("out"));
  }

  @Test
  void leavesNoSecretInJobStateFilesOrLog() throws Exception {
    try (TestPortal portal = portal()) {
      portal.emulator().faults().storage().forBlock("docs/bad", 1).noSuchKey();
      DirectIOExport export = export(portal);
      StreamExecutionEnvironment env = TestExports.environment(2, 50);
      export.addTo(env);
      byte[] graph = InstantiationUtil.serializeObject(env.getStreamGraph(false).getJobGraph());
      // What is looked for would be found: this is there.
      assertThat(text(graph)).contains("127.0.0.1").contains(directory.toString());
      assertClean("the job graph", graph);

      JobClient job = env.executeAsync();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> portal.emulator().requests().gets("docs/large") > 20);
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(60, TimeUnit.SECONDS);
      String state = allBytes(savepoints);
      String large = Long.toString(portal.emulator().file("docs/large").id());
      assertThat(state.contains(large)).as("the state names the file").isTrue();
      assertClean("the savepoint", state.getBytes(StandardCharsets.ISO_8859_1));

      TestExports.run(export(portal), TestExports.environment(2, 50));
      assertClean(
          "what is beside the files",
          allBytes(directory.resolve("out/.directio")).getBytes(StandardCharsets.ISO_8859_1));
      assertLogIsClean();
    }
  }

  @Test
  void leavesNoSecretInTheFailureOfAJob() throws Exception {
    try (TestPortal portal = portal()) {
      portal.emulator().faults().storage().forBlock("docs/bad", 1).respond(403);
      JobClient job = export(portal).failFast(true).start(TestExports.environment(2, 50));
      StringWriter trace = new StringWriter();
      try {
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        e.printStackTrace(new PrintWriter(trace));
      }
      assertThat(trace.toString()).contains("JobStoppedException").contains("Block 1 of file");
      assertClean("the failure", trace.toString().getBytes(StandardCharsets.UTF_8));
      assertLogIsClean();
    }
  }

  @Test
  void tellsNobodyTheKeysOfABucketOrTheSessionOfAUser(@InjectClusterRESTAddress URI rest)
      throws Exception {
    Map<String, String> keys =
        Map.of(
            "aws.accessKeyId", "s3-key-id",
            "aws.secretAccessKey", "canary-s3-secret");
    keys.forEach(System::setProperty);
    try (TestPortal portal = portal();
        S3Server server = S3Server.start(directory, "exports", "s3-key-id", "canary-s3-secret")) {
      portal.emulator().faults().storage().forBlock("docs/bad", 1).noSuchKey();
      server.faults().on(S3Call.PUT).once().fails(503, "SlowDown");
      DirectIOExport export =
          DirectIOExport.from(portal.options().maxFetches(4).build())
              .files(
                  FileSelection.follow(
                      NotificationOptions.builder().longPoll(Duration.ofMillis(200)).build()))
              .to(
                  S3DestinationSpec.of("s3://exports/run")
                      .withEndpoint(server.endpoint())
                      .withPathStyle(true)
                      .withPartBytes(S3DestinationSpec.MIN_PART));
      JobClient job = export.start(TestExports.environment(2, 50));
      Path published = directory.resolve("exports/run");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(published) && holdsBothFiles(published));
      for (Map.Entry<String, String> answer : answers(rest, job.getJobID()).entrySet()) {
        assertClean(answer.getKey(), answer.getValue().getBytes(StandardCharsets.UTF_8));
      }
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(60, TimeUnit.SECONDS);
      assertClean("the savepoint", allBytes(savepoints).getBytes(StandardCharsets.ISO_8859_1));
      assertClean(
          "what is in the bucket",
          allBytes(published.resolve(".directio")).getBytes(StandardCharsets.ISO_8859_1));
      assertLogIsClean();
      assertThat(log.loggers)
          .as("those who had a say")
          .contains("software.amazon.awssdk.request")
          .anyMatch(name -> name.startsWith("software.amazon.awssdk.auth"))
          .anyMatch(name -> name.startsWith("org.apache.hc.client5"));
    } finally {
      keys.keySet().forEach(System::clearProperty);
    }
  }

  private static boolean holdsBothFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      return names.contains("small") && names.contains("large");
    } catch (UncheckedIOException e) {
      return false; // Something was deleted while we looked.
    }
  }

  /** What the cluster tells of a job by REST, metrics included, by path. */
  private static Map<String, String> answers(URI rest, JobID job) throws Exception {
    String path = "/jobs/" + job;
    Map<String, String> answers = new TreeMap<>();
    Matcher vertex = Pattern.compile("\"id\":\"([0-9a-f]{32})\",").matcher(get(rest.resolve(path)));
    List<String> metrics =
        vertex.results().map(id -> path + "/vertices/" + id.group(1) + "/metrics").toList();
    Awaitility.await("metrics, which are fetched from time to time")
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(rest.resolve(metrics.get(0))).contains("numRecordsOut"));
    for (String of : metrics) {
      String listed = get(rest.resolve(of));
      answers.put(of, listed);
      Matcher name = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(listed);
      while (name.find()) {
        String query = "?get=" + URLEncoder.encode(name.group(1), StandardCharsets.UTF_8);
        answers.put(of + query, get(rest.resolve(of + query)));
      }
    }
    for (String of :
        List.of("", "/config", "/plan", "/exceptions", "/checkpoints", "/accumulators")) {
      answers.put(path + of, get(rest.resolve(path + of)));
    }
    for (String of : List.of("/config", "/overview", "/jobmanager/config", "/taskmanagers")) {
      answers.put(of, get(rest.resolve(of)));
    }
    assertThat(answers.toString()).contains("Direct IO sink");
    return answers;
  }

  private static String get(URI uri) throws Exception {
    HttpResponse<String> response =
        HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s", uri).isEqualTo(200);
    return response.body();
  }

  private void assertLogIsClean() {
    assertThat(log.splits).as("the log is heard").isNotEmpty();
    assertThat(log.secrets).isEmpty();
  }

  private static void assertClean(String where, byte[] bytes) {
    String text = text(bytes);
    for (String secret : SECRETS) {
      assertThat(text.contains(secret)).as("%s holds %s", where, secret).isFalse();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static String allBytes(Path directory) throws Exception {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(text(Files.readAllBytes(file)));
      }
    }
    return all.toString();
  }
}
