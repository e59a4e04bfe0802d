// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileSelection;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.InstantiationUtil;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
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

  /** Nothing that a signed URL, a wrapped key or a credential would bring along. */
  private static final List<String> SECRETS =
      List.of(ACCESS_KEY, SECRET, "canary-secret", "X-Amz-Signature", "X-Amz-Credential");

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  private final Memory log = new Memory();

  private static final class Memory extends AbstractAppender {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    Memory() {
      super("memory", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      StringWriter text = new StringWriter();
      text.write(event.getLoggerName() + " " + event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        event.getThrown().printStackTrace(new PrintWriter(text));
      }
      lines.add(text.toString());
    }
  }

  @BeforeEach
  void listen() {
    log.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().addAppender(log, Level.TRACE, null);
    Configurator.setLevel("io.directio.flink", Level.TRACE);
    Configurator.setLevel("io.directio.read", Level.TRACE);
    Configurator.setLevel("org.apache.flink.connector", Level.DEBUG);
    Configurator.setLevel("org.apache.flink.runtime.source", Level.DEBUG);
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
            .blockSize(BlockSize.fixed(64 << 10))
            .latency(Duration.ofMillis(20))
            .file("small", TestPortal.bytes(1000, 1))
            .file("bad", TestPortal.bytes(1000, 2))
            .file("large", TestPortal.bytes(16 << 20, 3)));
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
      portal.emulator().faults().storage().forBlock("bad", 1).noSuchKey();
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
          .until(() -> portal.emulator().requests().gets("large") > 20);
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(60, TimeUnit.SECONDS);
      String state = allBytes(savepoints);
      String large = Long.toString(portal.emulator().file("large").id());
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
      portal.emulator().faults().storage().forBlock("bad", 1).respond(403);
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

  private void assertLogIsClean() {
    List<String> ours = new ArrayList<>(log.lines);
    // The emulator knows its own secrets.
    ours.removeIf(line -> line.startsWith("io.directio.emulator") || line.startsWith("org.gaul"));
    assertThat(ours).anyMatch(line -> line.contains("Adding split(s) to reader"));
    assertClean("the log", String.join("\n", ours).getBytes(StandardCharsets.UTF_8));
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
