// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Takes a savepoint for {@link GoldenSavepointTest}, by {@code -Dtest=GoldenSavepointTaker
 * -Dgolden.savepoint=FILE.zip}; not part of the usual tests.
 */
@Timeout(120)
class GoldenSavepointTaker {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder().setNumberSlotsPerTaskManager(3).build());

  @TempDir Path directory;

  @Test
  void takesASavepoint() throws Exception {
    try (TestPortal portal = GoldenSavepointTest.portal()) {
      // One large file is whole, the others and a bundle are not, and much is not begun.
      var storage = portal.emulator().faults().storage();
      storage.forBlock("large/0", 20).stall();
      storage.forBlock("large/1", 3).stall();
      storage.forBlock("large/3", 7).stall();
      storage.forBlock("small/1/2", 1).stall();
      storage.forBlock("small/2/3", 1).stall();
      Path out = directory.resolve("out");
      DestinationSpec unpublishing = new Unpublishing(LocalDestinationSpec.in(out));
      JobClient job =
          GoldenSavepointTest.export(portal, unpublishing, out.resolve(".directio/manifest"))
              .start(TestExports.environment(2, 3_600_000));
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .during(Duration.ofSeconds(3))
          .until(() -> portal.emulator().requests().gets() > 50);
      Path savepoints = Files.createDirectory(directory.resolve("savepoints"));
      job.triggerSavepoint(savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(60, TimeUnit.SECONDS);
      try (Stream<Path> taken = Files.list(savepoints)) {
        Files.move(taken.findFirst().orElseThrow(), directory.resolve("savepoint"));
      }
      zip(Path.of(System.getProperty("golden.savepoint")), "savepoint", "out");
      job.cancel().get(60, TimeUnit.SECONDS);
    }
  }

  /** What is to be published by a savepoint stays as it was when the savepoint was taken. */
  private record Unpublishing(LocalDestinationSpec spec) implements DestinationSpec {
    private static final long serialVersionUID = 1L;

    @Override
    public Destination open() throws io.directio.DestinationException {
      Destination opened = spec.open();
      return (Destination)
          Proxy.newProxyInstance(
              Destination.class.getClassLoader(),
              new Class<?>[] {Destination.class},
              (proxy, method, arguments) -> {
                if (method.getName().startsWith("publish")) {
                  new CountDownLatch(1).await();
                }
                try {
                  return method.invoke(opened, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  private void zip(Path file, String... names) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        try (Stream<Path> all = Files.walk(directory.resolve(name))) {
          for (Path found : all.filter(Files::isRegularFile).sorted().toList()) {
            out.putNextEntry(new ZipEntry(directory.relativize(found).toString()));
            Files.copy(found, out);
          }
        }
      }
    }
  }
}
