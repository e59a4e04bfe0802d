// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.beam.write.WriteResult;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Makes the jobs that Dataflow would be sent, for its first and its second generation of workers,
 * without a network: as templates on the local disk.
 */
class DataflowTranslationTest {

  /** What Dataflow takes is 10 MB. */
  private static final long FAR_BELOW_THE_LIMIT = 1 << 20;

  private static final List<String> CANARIES =
      List.of("CANARYkeyid", "CANARYsecret", "CANARYuser", "CANARYpassword", "CANARYbearer");

  @TempDir static Path shared;
  private static Path ids;

  @TempDir Path directory;

  private Path credentials;

  @BeforeAll
  static void writeTenMillionIds() throws IOException {
    ids = shared.resolve("ids.txt");
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(ids))) {
      LongStream.range(5_000_000_000L, 5_010_000_000L).forEach(lines::println);
    }
  }

  @BeforeEach
  void plantSecrets() throws IOException {
    credentials = directory.resolve("credentials.env");
    Files.writeString(
        credentials,
        "DIRECTIO_ACCESS_KEY_ID=CANARYkeyid\nDIRECTIO_SECRET_ACCESS_KEY=CANARYsecret\n"
            + "DIRECTIO_USER=CANARYuser\nDIRECTIO_PASSWORD=CANARYpassword\n"
            + "DIRECTIO_BEARER=CANARYbearer\n");
  }

  private ClientOptions client() {
    return ClientOptions.builder(URI.create("https://portal.invalid"))
        .credentials(CredentialsSource.file(credentials.toString()))
        .build();
  }

  private DestinationSpec destination() {
    return LocalDestinationSpec.in(directory.resolve("out"));
  }

  /** Makes a job; gives all that was made of it, and so would leave this machine. */
  private List<Path> job(String generation, Consumer<Pipeline> content) throws IOException {
    Path job = Files.createTempDirectory(directory, "job");
    DataflowPipelineOptions options = PipelineOptionsFactory.as(DataflowPipelineOptions.class);
    options.setRunner(DataflowRunner.class);
    options.setProject("project");
    options.setRegion("us-central1");
    options.setJobName("export");
    options.setTempLocation(Files.createDirectory(job.resolve("temp")).toString());
    options.setGcpTempLocation(options.getTempLocation());
    options.setStagingLocation(Files.createDirectory(job.resolve("staging")).toString());
    options.setTemplateLocation(job.resolve("template.json").toString());
    options.setPathValidatorClass(NoopPathValidator.class);
    options.setCredentialFactoryClass(NoopCredentialFactory.class);
    options.setFilesToStage(List.of());
    options.setExperiments(
        new ArrayList<>(List.of("v1".equals(generation) ? "disable_runner_v2" : "use_runner_v2")));
    Pipeline pipeline = Pipeline.create(options);
    content.accept(pipeline);
    pipeline.run();
    try (Stream<Path> files = Files.walk(job)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private void export(Pipeline pipeline) {
    WriteResult result =
        pipeline
            .apply(DirectIO.fileIds(12345, 67890))
            .apply(DirectIO.export(client(), destination()));
    result.failed().apply(new Collected<ManifestEntry>());
  }

  private void read(Pipeline pipeline) {
    pipeline
        .apply(DirectIO.read(client()).withFilesIn(NotificationOptions.DEFAULT))
        .apply(new Collected<Block>());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void translatesAnExport(String generation) throws Exception {
    List<Path> job = job(generation, this::export);
    assertThat(JobText.revealed(job)).contains("Copy files", "Copy runs");
    assertThat(bytes(job)).isLessThan(FAR_BELOW_THE_LIMIT);
    assertNothingLeaks(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void translatesReadingWhatIsInFolders(String generation) throws Exception {
    List<Path> job = job(generation, this::read);
    assertThat(JobText.revealed(job)).contains("List folders", "Read large files");
    assertThat(bytes(job)).isLessThan(FAR_BELOW_THE_LIMIT);
    assertNothingLeaks(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void translatesFollowingFoldersWithoutAnEnd(String generation) throws Exception {
    List<Path> job =
        job(
            generation,
            pipeline -> {
              pipeline
                  .apply(DirectIO.read(client()).withFilesFollowedIn(NotificationOptions.DEFAULT))
                  .apply(new Collected<Block>());
              pipeline
                  .apply(
                      "Files", DirectIO.filesIn(client(), NotificationOptions.DEFAULT).following())
                  .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
                  .apply(DirectIO.export(client(), destination()));
            });
    assertThat(JobText.revealed(job))
        .contains("Follow folders", "Read large files", "Publish files");
    assertThat(bytes(job)).isLessThan(FAR_BELOW_THE_LIMIT);
    assertNothingLeaks(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void translatesEventsWithoutAnEnd(String generation) throws Exception {
    List<Path> job =
        job(
            generation,
            pipeline ->
                pipeline.apply(DirectIO.readEvents(client())).apply(new Collected<FileEvent>()));
    assertThat(JobText.revealed(job)).contains("Follow folders");
    assertThat(bytes(job)).isLessThan(FAR_BELOW_THE_LIMIT);
    assertNothingLeaks(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void translatesWholeFiles(String generation) throws Exception {
    List<Path> job =
        job(
            generation,
            pipeline -> pipeline.apply(DirectIO.fileIds(1)).apply(DirectIO.readFiles(client())));
    assertThat(JobText.revealed(job)).contains("Read whole files");
    assertNothingLeaks(job);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void aJobHoldsNoneOfTheTenMillionIdsInAFile(String generation) throws Exception {
    List<Path> job =
        job(
            generation,
            pipeline ->
                pipeline
                    .apply(DirectIO.fileIdsIn(ids.toString()))
                    .apply(DirectIO.export(client(), destination())));
    assertThat(Files.size(ids)).isGreaterThan(100 * FAR_BELOW_THE_LIMIT);
    assertThat(bytes(job)).isLessThan(FAR_BELOW_THE_LIMIT);
    assertThat(JobText.revealed(job)).doesNotContain("5000123456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void wouldFindASecretInAFunction(String generation) throws Exception {
    List<Path> job =
        job(
            generation,
            pipeline ->
                pipeline
                    .apply(DirectIO.fileIds(1))
                    .apply(ParDo.of(new HoldsFn("planted-CANARYbearer"))));
    assertThat(JobText.revealed(job)).contains("planted-CANARYbearer");
  }

  private static final class HoldsFn extends DoFn<FileRef, FileRef> {
    private static final long serialVersionUID = 1L;

    private final String secret;

    HoldsFn(String secret) {
      this.secret = secret;
    }

    @ProcessElement
    public void process(@Element FileRef file, OutputReceiver<FileRef> out) {
      if (!secret.isEmpty()) {
        out.output(file);
      }
    }
  }

  /** Neither secrets, nor what the first generation of workers can't run. */
  private static void assertNothingLeaks(List<Path> job) throws IOException {
    assertThat(JobText.revealed(job))
        .contains("https://portal.invalid") // So functions can be looked into.
        .doesNotContain(CANARIES)
        .doesNotContain("bundle_finalization");
  }
}
