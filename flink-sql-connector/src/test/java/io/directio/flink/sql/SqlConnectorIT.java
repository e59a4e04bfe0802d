// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.Codec;
import io.directio.emulator.Emulator;
import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.flink.table.factories.Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar for Flink SQL: what is in it, and that the SQL client works with nothing else of ours.
 */
class SqlConnectorIT {

  private static final File JAR = new File(System.getProperty("sql.jar"));

  private static final List<String> OURS =
      List.of("io/directio/", "org/xerial/snappy/", "META-INF/");

  /** What must not help the jar out: all that it has relocated, and the emulator with its own. */
  private static final List<String> NOT_OF_FLINK =
      List.of(
          "directio",
          "fasterxml",
          "httpcomponents",
          "bouncycastle",
          "amazon",
          "gaul",
          "tools" + File.separator + "jackson",
          "test-classes");

  @TempDir Path directory;

  @Test
  void holdsOnlyWhatIsOursOrRelocated() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      List<String> names =
          jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
      assertThat(names)
          .contains(
              "io/directio/flink/table/DirectIOTableFactory.class",
              "io/directio/shaded/com/fasterxml/jackson/core/JsonFactory.class",
              "io/directio/shaded/org/apache/hc/core5/http/HttpHost.class",
              "io/directio/shaded/org/bouncycastle/openssl/PEMParser.class",
              "org/xerial/snappy/Snappy.class",
              "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so",
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "META-INF/licenses/LICENSE.bouncycastle",
              "META-INF/licenses/LICENSE.snappy",
              "META-INF/Schubfach-LICENSE")
          .noneMatch(name -> name.startsWith("io/directio/emulator/"))
          .noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA|class)"))
          .doesNotHaveDuplicates();
      assertThat(names.stream().filter(name -> OURS.stream().noneMatch(name::startsWith)))
          .containsExactly("org/publicsuffix/list/effective_tld_names.dat");
      assertThat(names.stream().filter(name -> name.startsWith("META-INF/services/")))
          .containsExactlyInAnyOrder(
              "META-INF/services/org.apache.flink.table.factories.Factory",
              "META-INF/services/io.directio.shaded.com.fasterxml.jackson.core.JsonFactory");
    }
  }

  @Test
  void namesEveryLibraryInItsNotice() throws Exception {
    try (JarFile jar = new JarFile(JAR);
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
      String notice = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(notice).doesNotContain("${").contains(":jackson-core:2.", ":bcpkix-jdk18on:1.");
    }
  }

  @Test
  void isFoundAsAConnectorInAClassLoaderOfItsOwn() throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {JAR.toURI().toURL()}, Factory.class.getClassLoader())) {
      List<Factory> ours =
          ServiceLoader.load(Factory.class, loader).stream()
              .filter(provider -> provider.type().getClassLoader() == loader)
              .map(ServiceLoader.Provider::get)
              .toList();
      assertThat(ours).extracting(Factory::factoryIdentifier).containsExactly("directio");
      // Everything that its options refer to can be loaded.
      assertThat(ours.get(0).optionalOptions()).isNotEmpty();
    }
  }

  @Test
  void answersInTheSqlClient() throws Exception {
    try (Emulator emulator =
        Emulator.builder()
            .codec(Codec.SNAPPY)
            .file("docs/a.txt", "hello from the portal".getBytes(StandardCharsets.UTF_8))
            .file("docs/b.txt", "and from another file".getBytes(StandardCharsets.UTF_8))
            .start()) {
      Path credentials = directory.resolve("credentials.env");
      Files.writeString(
          credentials,
          String.format(
              "DIRECTIO_ACCESS_KEY_ID=%s%nDIRECTIO_SECRET_ACCESS_KEY=%s%n"
                  + "DIRECTIO_USER=%s%nDIRECTIO_PASSWORD=%s%n",
              emulator.accessKeyId(),
              emulator.secretAccessKey(),
              emulator.notifications().user(),
              emulator.notifications().password()));
      Path script = directory.resolve("script.sql");
      Files.writeString(
          script,
          "SET 'sql-client.execution.result-mode' = 'tableau';\n"
              + "SET 'execution.runtime-mode' = 'batch';\n"
              + "CREATE TABLE files (path STRING, size BIGINT, content BYTES) WITH (\n"
              + "  'connector' = 'directio', 'rows' = 'files', 'portal' = '"
              + emulator.portalUri()
              + "',\n  'credentials-file' = '"
              + credentials
              + "', 'all-folders' = 'true');\n"
              + "SELECT path, size, DECODE(content, 'UTF-8') AS text FROM files;\n");
      String shown = sqlClient(script);
      assertThat(shown)
          .contains("docs/a.txt", "hello from the portal", "docs/b.txt", "and from another file")
          .contains("2 rows in set");
    }
  }

  /** Runs it as its shell script does, with a cluster in its own process. */
  private String sqlClient(Path script) throws Exception {
    Path configuration = Files.createDirectory(directory.resolve("conf"));
    Files.writeString(
        configuration.resolve("config.yaml"),
        "execution.target: local\nparallelism.default: 1\nrest.port: 0\n");
    String flink =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> NOT_OF_FLINK.stream().noneMatch(inRepository(entry)::contains))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(List.of("-cp", flink, "org.apache.flink.table.client.SqlClient", "embedded"));
    command.addAll(List.of("-f", script.toString(), "-j", JAR.getAbsolutePath()));
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("FLINK_CONF_DIR", configuration.toString());
    Process client = builder.start();
    boolean ended = client.waitFor(150, TimeUnit.SECONDS);
    client.destroyForcibly().waitFor();
    String shown = Files.readString(output);
    assertThat(ended).as("the client came to an end: %s", shown).isTrue();
    assertThat(client.exitValue()).as(shown).isZero();
    return shown;
  }

  /** The part of a path that names a library, and not the machine's own folders. */
  private static String inRepository(String entry) {
    int repository = entry.lastIndexOf("repository" + File.separator);
    return repository < 0 ? "directio" : entry.substring(repository);
  }
}
