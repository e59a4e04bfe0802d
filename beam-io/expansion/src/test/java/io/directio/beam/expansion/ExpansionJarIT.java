// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.beam.JobText;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.beam.model.expansion.v1.ExpansionApi.DiscoverSchemaTransformRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionRequest;
import org.apache.beam.model.expansion.v1.ExpansionApi.ExpansionResponse;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc;
import org.apache.beam.model.expansion.v1.ExpansionServiceGrpc.ExpansionServiceBlockingStub;
import org.apache.beam.model.pipeline.v1.ExternalTransforms.SchemaTransformPayload;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.ByteString;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannel;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.ManagedChannelBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the jar as Beam's Python does, and speaks with it as Beam's Python does. */
class ExpansionJarIT {

  private static final String EXPORT = "beam:schematransform:io.directio:export:v1";

  @TempDir Path directory;

  private Process service;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // It lives for seconds.
                "-jar",
                System.getProperty("expansion.jar"),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    channel = ManagedChannelBuilder.forAddress("localhost", port).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    service.destroy();
    assertThat(service.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private ExpansionServiceBlockingStub stub() {
    return ExpansionServiceGrpc.newBlockingStub(channel)
        .withWaitForReady()
        .withDeadlineAfter(1, TimeUnit.MINUTES);
  }

  @Test
  void tellsOfItsTransformsAndExpandsThem() throws Exception {
    assertThat(
            stub()
                .discoverSchemaTransform(DiscoverSchemaTransformRequest.getDefaultInstance())
                .getSchemaTransformConfigsMap())
        .containsKeys(
            "beam:schematransform:io.directio:list_files:v1",
            "beam:schematransform:io.directio:read_events:v1",
            "beam:schematransform:io.directio:read_blocks:v1",
            "beam:schematransform:io.directio:read_files:v1",
            "beam:schematransform:io.directio:write:v1")
        .hasEntrySatisfying(
            EXPORT,
            export -> {
              assertThat(export.getConfigSchema().getFieldsList())
                  .anySatisfy(field -> assertThat(field.getName()).isEqualTo("portal"));
              assertThat(export.getDescription()).contains("Copies files");
            });

    Path credentials = directory.resolve("credentials.env");
    Files.writeString(
        credentials, "DIRECTIO_ACCESS_KEY_ID=CANARYid\nDIRECTIO_SECRET_ACCESS_KEY=CANARYsecret\n");
    ExpansionResponse response =
        stub()
            .expand(
                request(
                    Map.of(
                        "portal", "https://portal.invalid",
                        "credentials_file", credentials.toString(),
                        "to", directory.resolve("out").toString())));

    assertThat(response.getError()).isEmpty();
    assertThat(response.getTransform().getOutputsMap())
        .containsOnlyKeys("output", "failed", "manifest");
    assertThat(JobText.revealed(response.toByteArray()))
        .contains("https://portal.invalid", credentials.toString())
        .doesNotContain("CANARY");
  }

  @Test
  void tellsWhatIsWrongWithAConfiguration() throws Exception {
    ExpansionResponse response =
        stub()
            .expand(
                request(
                    Map.of(
                        "portal", "https://portal.invalid",
                        "secrets", Map.of("bearer", "CANARYtoken"),
                        "to", directory.toString())));
    assertThat(response.getError())
        .contains("is no reference to a secret")
        .doesNotContain("CANARY");
  }

  private static ExpansionRequest request(Map<String, Object> settings) throws Exception {
    Schema ids = Schema.builder().addInt64Field("file_id").build();
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> files =
        pipeline.apply(Create.of(Row.withSchema(ids).addValue(1L).build()).withRowSchema(ids));
    SdkComponents components = SdkComponents.create(pipeline.getOptions());
    String input = components.registerPCollection(files);

    Row row = Row.withSchema(exporting().configurationSchema()).withFieldValues(settings).build();
    SchemaTransformPayload payload =
        SchemaTransformPayload.newBuilder()
            .setIdentifier(EXPORT)
            .setConfigurationSchema(SchemaTranslation.schemaToProto(row.getSchema(), true))
            .setConfigurationRow(
                ByteString.copyFrom(
                    CoderUtils.encodeToByteArray(RowCoder.of(row.getSchema()), row)))
            .build();
    return ExpansionRequest.newBuilder()
        .setComponents(components.toComponents())
        .setNamespace("test")
        .setTransform(
            RunnerApi.PTransform.newBuilder()
                .setUniqueName("Export")
                .putInputs("input", input)
                .setSpec(
                    RunnerApi.FunctionSpec.newBuilder()
                        .setUrn("beam:expansion:payload:schematransform:v1")
                        .setPayload(payload.toByteString())))
        .build();
  }

  private static SchemaTransformProvider exporting() {
    return StreamSupport.stream(
            ServiceLoader.load(SchemaTransformProvider.class).spliterator(), false)
        .filter(provider -> provider.identifier().equals(EXPORT))
        .findAny()
        .orElseThrow();
  }
}
