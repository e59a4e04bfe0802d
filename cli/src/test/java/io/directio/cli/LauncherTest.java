// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a clone of its own, with a java and a mvnw that only say what they were told. */
class LauncherTest {

  @TempDir Path temporary;
  private Path clone;
  private Path jar;
  private final Map<String, String> environment = new HashMap<>();

  private record Run(int exit, List<String> out, String err) {}

  @BeforeEach
  void cloneWithFakeTools() throws IOException {
    clone = Files.createDirectories(temporary.resolve("a clone"));
    jar = clone.resolve("cli/target/directio-cli.jar");
    Files.copy(Path.of("../directio"), clone.resolve("directio"));
    executable(clone.resolve("directio"));
    for (String module : List.of("emulator", "common", "flink-connector", "cli")) {
      Files.createDirectories(clone.resolve(module + "/src/main/java"));
      Files.writeString(clone.resolve(module + "/pom.xml"), "");
      Files.writeString(clone.resolve(module + "/src/main/java/A.java"), "");
    }
    Files.writeString(clone.resolve("pom.xml"), "");
    script(
        clone.resolve("mvnw"),
        "echo built >>built; mkdir -p cli/target; "
            + "[ -e cli/target/directio-cli.jar ] || echo >cli/target/directio-cli.jar");
    script(javaHome("17.0.1").resolve("bin/java"), "printf '%s\\n' \"$@\"");
  }

  @Test
  void buildsOnFirstUseWithOneLineOnStandardErrorAndNotAgain() throws Exception {
    Run first = launch("stat", "a b", "*");
    assertThat(first.exit()).isZero();
    assertThat(first.err().lines()).hasSize(1);
    assertThat(first.out()).endsWith("-jar", jar.toRealPath().toString(), "stat", "a b", "*");

    assertThat(launch("stat").err()).isEmpty();
    assertThat(built()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
    launch();
    builtSecondsAgo(100);
    launch();
    assertThat(built()).isEqualTo(1);

    Path source = clone.resolve("common/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(50)));
    launch();
    assertThat(built()).isEqualTo(2);

    builtSecondsAgo(100);
    Files.delete(source);
    launch();
    assertThat(built()).isEqualTo(3);
  }

  @Test
  void aJarThatDidNotChangeIsNotBuiltForEver() throws Exception {
    launch();
    builtSecondsAgo(100);
    Path source = clone.resolve("common/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(50)));
    launch();
    launch();
    assertThat(built()).isEqualTo(2);
  }

  @Test
  void aJarThatMavenBuiltByItselfCountsToo() throws Exception {
    launch();
    builtSecondsAgo(100);
    Path source = clone.resolve("common/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(50)));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(20)));
    launch();
    assertThat(built()).isEqualTo(1);
  }

  @Test
  void whoWantsNoBuildGetsWhatIsThere() throws Exception {
    launch();
    builtSecondsAgo(100);
    Path source = clone.resolve("common/src/main/java/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
    environment.put("DIRECTIO_NO_BUILD", "1");
    assertThat(launch().exit()).isZero();
    assertThat(built()).isEqualTo(1);
  }

  private void builtSecondsAgo(int seconds) throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(seconds)));
    age(clone, Instant.now().minusSeconds(2L * seconds));
  }

  @Test
  void aBuildThatFailsShowsItsEndAndWhereTheRestIs() throws Exception {
    script(clone.resolve("mvnw"), "echo 'no such dependency' >&2; exit 1");
    Run run = launch();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("no such dependency", "The build failed", "build.log");
    assertThat(run.out()).isEmpty();
    assertThat(clone.resolve("cli/target/building")).doesNotExist();
  }

  @Test
  void theLockOfADeadBuildIsNoObstacle() throws Exception {
    Files.createDirectories(jar.getParent());
    Files.createSymbolicLink(jar.resolveSibling("building"), Path.of("99999999"));
    assertThat(launch().exit()).isZero();
    assertThat(built()).isEqualTo(1);
  }

  @Test
  void worksThroughSymbolicLinksFromAnywhere() throws Exception {
    Path elsewhere = Files.createDirectories(temporary.resolve("else where"));
    Files.createSymbolicLink(temporary.resolve("link1"), Path.of("a clone/directio"));
    Files.createSymbolicLink(elsewhere.resolve("link2"), Path.of("../link1"));
    Run run = launch(elsewhere, "./link2");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains(jar.toRealPath().toString());
  }

  @Test
  void optionsForTheJvmComeBeforeTheProgram() throws Exception {
    environment.put("DIRECTIO_JAVA_OPTS", "-Xmx1g  -Da=*");
    assertThat(launch().out())
        .containsSubsequence("-XX:GCLockerRetryAllocationCount=100", "-Xmx1g", "-Da=*", "-jar");
  }

  @Test
  void theExitCodeIsTheProgramsOwn() throws Exception {
    script(Path.of(environment.get("JAVA_HOME"), "bin/java"), "exit 5");
    assertThat(launch().exit()).isEqualTo(5);
  }

  @Test
  void anOldJavaIsNamedInAClearMessage() throws Exception {
    for (String version : List.of("11.0.2", "1.8.0_401", "9-ea")) {
      script(javaHome(version).resolve("bin/java"), "exit 1");
      Run run = launch();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("Java 17 or newer is needed", version, "hint: ");
    }
    assertThat(built()).isZero();
  }

  @Test
  void aJavaWithoutAReleaseFileIsAskedForItsVersion() throws Exception {
    Path home = javaHome("17");
    Files.delete(home.resolve("release"));
    script(home.resolve("bin/java"), "echo 'openjdk version \"21.0.1\" 2023-10-17' >&2; echo run");
    assertThat(launch().out()).contains("run");

    script(home.resolve("bin/java"), "echo 'openjdk version \"11.0.1\" 2023-10-17' >&2");
    assertThat(launch().err()).contains("Java 17 or newer is needed", "11.0.1");
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    environment.put("JAVA_HOME", "/nowhere/at/all");
    assertThat(launch().err()).contains("/nowhere/at/all", "no bin/java");
  }

  @Test
  void aRuntimeThatCannotCompileIsToldApart() throws Exception {
    Files.delete(Path.of(environment.get("JAVA_HOME"), "bin/javac"));
    Run run = launch();
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("not compile", "JDK 17 or newer");
  }

  @Test
  void aNarrowLocaleIsWidenedForTheNamesOfFiles() throws Exception {
    script(Path.of(environment.get("JAVA_HOME"), "bin/java"), "echo \"${LC_ALL-}$LC_CTYPE\"");
    environment.put("LC_ALL", "C");
    assertThat(launch().out()).containsExactly("C.UTF-8");
  }

  private Path javaHome(String version) throws IOException {
    Path home = Files.createDirectories(temporary.resolve("jdk " + version));
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "A=\"1\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "exit 1");
    environment.put("JAVA_HOME", home.toString());
    return home;
  }

  private long built() throws IOException {
    Path marks = clone.resolve("built");
    return Files.exists(marks) ? Files.readAllLines(marks).size() : 0;
  }

  private static void age(Path root, Instant time) throws IOException {
    List<Path> sources;
    try (var paths = Files.walk(root)) {
      sources = paths.filter(path -> !path.toString().contains("target")).toList();
    }
    for (Path path : sources) {
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }

  private static void script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Run launch(String... arguments) throws Exception {
    return launch(clone, clone.resolve("directio").toString(), arguments);
  }

  private Run launch(Path directory, String program, String... arguments) throws Exception {
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(program);
    builder.command().addAll(List.of(arguments));
    builder.directory(directory.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("LC_ALL", "LC_CTYPE", "DIRECTIO_JAVA_OPTS", "DIRECTIO_NO_BUILD"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }
}
