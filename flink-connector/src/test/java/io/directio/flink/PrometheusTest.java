// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes a job, and answers every question of the dashboard. In the Maven
 * profile {@code prometheus}, as it needs the command of that name.
 */
@Tag("prometheus")
class PrometheusTest {

  private static final int REPORTER = ObservedExport.freePort();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(ObservedExport.reporting(REPORTER))
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir Path directory;

  private Process start(int port) throws IOException {
    Path configuration =
        Files.writeString(
            directory.resolve("prometheus.yml"),
            """
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: flink
                static_configs:
                  - targets: ['127.0.0.1:%d']
            """
                .formatted(REPORTER));
    try {
      return new ProcessBuilder(
              "prometheus",
              "--config.file=" + configuration,
              "--storage.tsdb.path=" + directory.resolve("data"),
              "--web.listen-address=127.0.0.1:" + port)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("prometheus.log").toFile())
          .start();
    } catch (IOException e) {
      throw new IOException(
          "There is no command 'prometheus' here: install it (on Debian: apt-get install"
              + " prometheus), or leave the profile out",
          e);
    }
  }

  private static boolean isAnswered(int port, String expression)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    String answer =
        ObservedExport.get(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + query));
    assertThat(answer).as(expression).contains("\"status\":\"success\"");
    return answer.contains("\"value\":[");
  }

  @Test
  void answersEveryQuestionOfTheDashboard() throws Exception {
    int port = ObservedExport.freePort();
    Process prometheus = start(port);
    try (ObservedExport export = ObservedExport.start(directory.resolve("output"), REPORTER)) {
      List<String> questions = Dashboard.ofDocumentation().expressions();
      assertThat(questions).hasSizeGreaterThan(20);
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () -> {
                List<String> unanswered = new ArrayList<>();
                for (String question : questions) {
                  if (!isAnswered(port, question)) {
                    unanswered.add(question);
                  }
                }
                assertThat(unanswered).isEmpty();
              });
      assertThat(export.names()).isNotEmpty();
    } finally {
      prometheus.destroy();
      assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
