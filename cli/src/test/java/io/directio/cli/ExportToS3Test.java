// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportToS3Test {

  @TempDir Path folder;
  private EmulatedPortal portal;
  private S3Server server;

  @BeforeEach
  void start() throws IOException {
    portal =
        EmulatedPortal.start(
            folder,
            Emulator.builder()
                .file("small", EmulatedPortal.bytes(1234))
                .file("large", EmulatedPortal.bytes(9_000_007))
                .file("empty", new byte[0])
                .blockSize(BlockSize.fixed(500_000)));
    server = S3Server.start(folder.resolve("s3"), "exports", "s3-key-id", "canary-s3-secret");
    System.setProperty("aws.accessKeyId", "s3-key-id");
    System.setProperty("aws.secretAccessKey", "canary-s3-secret");
  }

  @AfterEach
  void stop() {
    portal.close();
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Test
  void exportsToABucketAndSkipsWhatIsThere() throws IOException {
    Path report = folder.resolve("report.jsonl");
    CommandRun first = export("s3://exports/some/folder", "--report", report.toString());
    assertThat(first.exit()).as(first.err()).isZero();
    Path bucket = folder.resolve("s3/exports/some/folder");
    for (EmulatedFile file : portal.emulator().files()) {
      assertThat(bucket.resolve(Long.toString(file.id())))
          .hasBinaryContent(file.content().open().readAllBytes());
    }
    assertThat(first.out())
        .contains("Exported   3 files, 9.0 MB in ", "Output     s3://exports/some/folder/")
        .containsPattern("Manifest   s3://exports/some/folder/\\.directio/manifest/.+Z\\.jsonl");
    assertThat(Files.readAllLines(report))
        .hasSize(3)
        .allMatch(line -> line.contains("\"status\":\"ok\""));
    try (var manifests = Files.list(bucket.resolve(".directio/manifest"))) {
      // The segments are gone.
      assertThat(manifests)
          .filteredOn(Files::isRegularFile)
          .singleElement()
          .satisfies(manifest -> assertThat(manifest).hasSameBinaryContentAs(report));
    }

    portal.emulator().requests().reset();
    CommandRun second = export("s3://exports/some/folder");
    assertThat(second.exit()).isZero();
    assertThat(second.out()).contains("3 skipped");
    assertThat(portal.emulator().requests().gets()).isZero();
    assertThat(first.err() + first.out() + second.err()).doesNotContain("canary");
  }

  @Test
  void verifiesWhatIsInTheBucket() throws IOException {
    String url = "s3://exports/deep/er";
    assertThat(export(url).exit()).isZero();
    CommandRun untouched = verify("--in", url);
    assertThat(untouched.exit()).as(untouched.err()).isZero();
    assertThat(untouched.out())
        .isEqualTo("3 files (9.0 MB) as in the manifest, 0 missing, 0 different, 0 not checked\n");

    Path bucket = folder.resolve("s3/exports/deep/er");
    Files.delete(bucket.resolve(portal.id("small")));
    Files.writeString(bucket.resolve(portal.id("large")), "short");
    CommandRun touched = verify("--in", url + "/", "--manifest", url + "/.directio/manifest");
    assertThat(touched.exit()).isEqualTo(3);
    assertThat(touched.outLines())
        .anyMatch(line -> line.matches("missing +" + portal.id("small") + " .*"))
        .anyMatch(line -> line.matches("different +" + portal.id("large") + " .*5 bytes.*"))
        .contains("1 file (0 B) as in the manifest, 1 missing, 1 different, 0 not checked");
  }

  @Test
  void verifiesACopyByAManifestInTheBucketAndTheOtherWayRound() throws IOException {
    String url = "s3://exports/p";
    Path report = folder.resolve("report.jsonl");
    assertThat(export(url, "--report", report.toString()).exit()).isZero();
    assertThat(verify("--in", url, "--manifest", report.toString()).exit()).isZero();
    Path copy = folder.resolve("s3/exports/p");
    String manifest;
    try (var manifests = Files.list(copy.resolve(".directio/manifest"))) {
      manifest =
          url
              + "/.directio/manifest/"
              + manifests.filter(Files::isRegularFile).findFirst().orElseThrow().getFileName();
    }

    CommandRun run = verify("--in", copy.toString(), "--manifest", manifest, "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"files_ok\":3");
  }

  @Test
  void saysWhenThereIsNothingToVerify() {
    CommandRun nothing = verify("--in", "s3://exports/nothing");
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.errorLines().get(0)).contains("s3://exports/nothing", "no manifest");
    CommandRun folderWithEndpoint =
        CommandRun.of("verify", "--in", folder.toString(), "--s3-path-style");
    assertThat(folderWithEndpoint.exit()).isEqualTo(2);
  }

  private CommandRun verify(String... options) {
    List<String> all = new ArrayList<>(List.of("verify", "--s3-path-style"));
    all.addAll(List.of("--s3-endpoint", server.endpoint().toString()));
    all.addAll(List.of(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void saysWhatIsWrongWithTheBucket() {
    CommandRun run = export("s3://nowhere/x");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.errorLines().get(0)).contains("s3://nowhere/x/", "NoSuchBucket");
    assertThat(portal.emulator().requests().gets()).isZero();
  }

  @Test
  void refusesWhatMakesNoSense() {
    CommandRun folderWithEndpoint =
        CommandRun.of(
            "export", "--file-id", "1", "--to", "out", "--s3-region", "x", "--portal", "http://x");
    assertThat(folderWithEndpoint.exit()).isEqualTo(2);
    assertThat(folderWithEndpoint.errorLines().get(0)).contains("--s3");
    CommandRun noBucket =
        CommandRun.of("export", "--file-id", "1", "--to", "s3:///x", "--portal", "http://x");
    assertThat(noBucket.exit()).isEqualTo(2);
    assertThat(noBucket.errorLines())
        .containsExactly(
            "directio: 's3:///x' names no bucket: it comes first, as in s3://bucket/prefix",
            "  hint: --to s3://bucket/prefix");
  }

  private CommandRun export(String to, String... options) {
    List<String> ids = new ArrayList<>(List.of("--file-id"));
    portal.emulator().files().forEach(file -> ids.add(Long.toString(file.id())));
    List<String> all = new ArrayList<>(List.of("export", "--to", to));
    all.addAll(List.of("--s3-endpoint", server.endpoint().toString(), "--s3-path-style"));
    all.addAll(List.of(options));
    all.addAll(ids);
    return portal.run(all.toArray(String[]::new));
  }
}
