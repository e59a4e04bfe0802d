// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The cluster that the tests of a class share, as starting one takes its time: one at a time, of
 * the version that was asked for last. Its directory stays, with the logs of the living and the
 * dead, if a test fails.
 */
final class FlinkClusters implements AfterTestExecutionCallback, AfterAllCallback {

  private final ClusterMode mode;

  private record Running(FlinkVersion version, FlinkCluster cluster) {}

  private Optional<Running> running = Optional.empty();
  private boolean failed;
  private int started;

  FlinkClusters(ClusterMode mode) {
    this.mode = mode;
  }

  /** A cluster of this version, with all its TaskManagers. */
  FlinkCluster of(FlinkVersion version) throws IOException, InterruptedException {
    if (running.isEmpty() || running.get().version() != version) {
      end();
      Path directory =
          Path.of(System.getProperty("cluster.directory"))
              .resolve(ProcessHandle.current().pid() + "-" + ++started + "-" + version);
      running =
          Optional.of(
              new Running(
                  version, FlinkCluster.start(version, directory, mode, Portal.credentials())));
    }
    FlinkCluster cluster = running.get().cluster();
    cluster.killLost();
    cluster.fillUp();
    cluster.awaitWorkers();
    return cluster;
  }

  @Override
  public void afterTestExecution(ExtensionContext context)
      throws IOException, InterruptedException {
    if (context.getExecutionException().isPresent()) {
      failed = true;
      end(); // The next test needs one that is sound.
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    end();
  }

  private void end() throws IOException, InterruptedException {
    if (running.isPresent()) {
      FlinkCluster cluster = running.get().cluster();
      running = Optional.empty();
      cluster.stop();
      if (!failed) {
        delete(cluster.files().root());
      }
      failed = false;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
