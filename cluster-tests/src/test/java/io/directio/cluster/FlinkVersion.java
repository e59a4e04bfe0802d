// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The versions of Flink that one and the same job jar has to run on. */
enum FlinkVersion {
  FLINK_2_3("flink-2.3"),
  FLINK_1_20("flink-1.20");

  private final String module;

  FlinkVersion(String module) {
    this.module = module;
  }

  /** Those that are to be tested: all, unless the property {@code cluster.versions} names some. */
  static List<FlinkVersion> chosen() {
    String chosen = System.getProperty("cluster.versions", "");
    return Stream.of(values())
        .filter(version -> chosen.isEmpty() || List.of(chosen.split(",")).contains(version.module))
        .toList();
  }

  /** The jars that the processes of a cluster of this version are started from. */
  String classPath() throws IOException {
    Path modules = Path.of(System.getProperty("cluster.class.paths"));
    return Files.readString(modules.resolve(module).resolve("target/class-path")).strip();
  }

  @Override
  public String toString() {
    return module;
  }
}
