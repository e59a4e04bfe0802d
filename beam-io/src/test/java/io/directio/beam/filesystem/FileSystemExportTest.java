// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.ManifestEntry;
import io.directio.ManifestEntry.Status;
import io.directio.beam.Collected;
import io.directio.beam.DirectIO;
import io.directio.beam.TestPortal;
import io.directio.beam.write.WriteResult;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.emulator.EmulatorBuilder;
import io.directio.emulator.s3.S3Server;
import io.directio.notify.NotificationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Redistribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Exports to file systems of Beam. */
class FileSystemExportTest {

  private static final int BLOCK = 200_000;

  @TempDir Path directory;

  private TestPortal portal;

  @BeforeEach
  void start() {
    EmulatorBuilder builder = Emulator.builder().blockSize(BlockSize.fixed(BLOCK));
    builder.file("docs/empty", new byte[0]);
    for (int i = 0; i < 6; i++) {
      builder.file("docs/small [" + i + "].txt", TestPortal.bytes(700 * (i + 1), i));
    }
    for (int i = 0; i < 2; i++) {
      builder.file("large/" + i, TestPortal.bytes(5_500_000 + i, 100 + i));
    }
    portal = TestPortal.start(builder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private static FileSystemDestinationSpec spec(String root) {
    return FileSystemDestinationSpec.in(root).withUnitBytes(1 << 20);
  }

  private List<ManifestEntry> export(PipelineOptions options, String root, String name) {
    Collected<ManifestEntry> rows = new Collected<>();
    Pipeline pipeline = Pipeline.create(options);
    WriteResult result =
        pipeline
            .apply(DirectIO.filesIn(portal.client(), NotificationOptions.DEFAULT))
            .apply(
                DirectIO.export(portal.client(), spec(root))
                    .withSmallFileThreshold(1_000_000)
                    .withMaxRunBytes(2 << 20)
                    .withManifestName(name));
    result.succeeded().apply(rows);
    assertThat(pipeline.run().waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    return rows.elements();
  }

  private void assertWhole(Path root) throws IOException {
    for (EmulatedFile file : portal.files()) {
      assertThat(root.resolve(file.path()))
          .as(file.path())
          .hasBinaryContent(TestPortal.bytesOf(file));
    }
    try (Stream<Path> left = Files.walk(root.resolve(".directio/partial"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    } catch (NoSuchFileException e) {
      // An object store has no directories that stay.
    }
    assertThat(root.resolve(".directio/manifest/first.jsonl")).isNotEmptyFile();
  }

  private void exportTwice(PipelineOptions options, String root, Path looksLike)
      throws IOException {
    assertThat(export(options, root, "first"))
        .hasSameSizeAs(portal.files())
        .extracting(ManifestEntry::status)
        .containsOnly(Status.OK);
    assertWhole(looksLike);
    portal.emulator().requests().reset();
    assertThat(export(options, root, "second"))
        .hasSameSizeAs(portal.files())
        .extracting(ManifestEntry::status)
        .containsOnly(Status.SKIPPED);
    assertThat(portal.emulator().requests().gets()).isZero();
    assertWhole(looksLike);
  }

  @Test
  void exportsToTheLocalOne() throws Exception {
    exportTwice(
        PipelineOptionsFactory.create(),
        directory.resolve("out").toString(),
        directory.resolve("out"));
  }

  /** Beam always says whether it wants a bucket key, which our server takes for encryption. */
  public static final class WithoutBucketKey implements S3ClientBuilderFactory {
    @Override
    public S3ClientBuilder createBuilder(S3Options options) {
      ExecutionInterceptor remover =
          new ExecutionInterceptor() {
            @Override
            public SdkHttpRequest modifyHttpRequest(
                Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
              return context.httpRequest().toBuilder()
                  .removeHeader("x-amz-server-side-encryption-bucket-key-enabled")
                  .build();
            }
          };
      return new DefaultS3ClientBuilderFactory()
          .createBuilder(options)
          .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(remover));
    }
  }

  @Test
  void exportsToBeamsS3() throws Exception {
    try (S3Server server = S3Server.start(directory, "exports", "s3-key-id", "s3-secret")) {
      S3Options options = PipelineOptionsFactory.create().as(S3Options.class);
      options.setS3ClientFactoryClass(WithoutBucketKey.class);
      options.setEndpoint(server.endpoint());
      options.setAwsRegion(Region.US_EAST_1);
      options.setAwsCredentialsProvider(
          StaticCredentialsProvider.create(AwsBasicCredentials.create("s3-key-id", "s3-secret")));
      exportTwice(options, "s3://exports/run", directory.resolve("exports/run"));
    }
  }

  @Test
  void writesBlocksThatTheUsersOwnTransformsPassOn() throws Exception {
    Path out = directory.resolve("out");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.read(portal.client()).withFilesIn(NotificationOptions.DEFAULT))
        .apply("A user's shuffle", Redistribute.arbitrarily())
        .apply(DirectIO.write(spec(out.toString())).withManifestName("first"));
    pipeline.run().waitUntilFinish();
    assertWhole(out);
  }
}
