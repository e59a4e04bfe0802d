// SPDX-License-Identifier: Apache-2.0
package io.directio.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Emulator;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.core.execution.DefaultExecutorServiceLoader;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectClusterClientConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job jar as it is submitted to a cluster. */
class FlinkExportJarIT {

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  private static final File JAR = new File(System.getProperty("job.jar"));

  @TempDir Path directory;

  @Test
  void holdsTheConnectorAndNothingOfFlink() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "io/directio/flink/source/DirectIOSource.class",
              "io/directio/read/DirectIOClient.class",
              "org/xerial/snappy/Snappy.class")
          .noneMatch(name -> name.startsWith("org/apache/flink/"))
          .noneMatch(name -> name.startsWith("org/slf4j/"))
          .noneMatch(name -> name.startsWith("io/directio/emulator/"))
          .noneMatch(name -> name.endsWith(".SF"));
      assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
          .isEqualTo("io.directio.examples.FlinkExport");
    }
  }

  @Test
  void runsOnACluster(@InjectClusterClientConfiguration Configuration cluster) throws Exception {
    try (Emulator emulator = Emulator.builder().file("a", "hello".getBytes()).start()) {
      Path to = directory.resolve("out");
      long id = emulator.file("a").id();
      Configuration configuration = new Configuration(cluster);
      configuration.set(DeploymentOptions.TARGET, "remote");
      configuration.set(DeploymentOptions.ATTACHED, true);
      try (PackagedProgram program =
          PackagedProgram.newBuilder()
              .setJarFile(JAR)
              .setConfiguration(configuration)
              .setArguments(
                  "--portal=" + emulator.portalUri(),
                  "--credentials-file=" + TestCredentials.of(emulator, directory),
                  "--file-id=" + id,
                  "--to=" + to)
              .build()) {
        ClientUtils.executeProgram(
            new DefaultExecutorServiceLoader(), configuration, program, false, false);
      }
      assertThat(to.resolve(Long.toString(id))).hasContent("hello");
    }
  }
}
