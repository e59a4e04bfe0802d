// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.beam.Collected;
import io.directio.beam.TestPortal;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import io.directio.emulator.BlockSize;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import io.directio.read.ClientOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses the transforms as other languages do: by their identifiers, and by rows. */
class SchemaTransformsTest {

  private static final Schema ID = Schema.builder().addInt64Field("file_id").build();

  @TempDir Path directory;

  private TestPortal portal;

  @BeforeEach
  void start() {
    portal =
        TestPortal.start(
            Emulator.builder()
                .file("folder/empty", new byte[0])
                .file("folder/small", TestPortal.bytes(5_000, 1))
                .file("other/large", TestPortal.bytes(55_555, 2))
                .blockSize(BlockSize.fixed(10_000)));
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  private static SchemaTransformProvider provider(String name) {
    return StreamSupport.stream(
            ServiceLoader.load(SchemaTransformProvider.class).spliterator(), false)
        .filter(p -> p.identifier().equals("beam:schematransform:io.directio:" + name + ":v1"))
        .findAny()
        .orElseThrow();
  }

  /** A configuration with no more fields than are set. */
  private SchemaTransform transform(String name, Map<String, Object> settings) {
    Schema.Builder schema = Schema.builder();
    provider(name).configurationSchema().getFields().stream()
        .filter(field -> settings.containsKey(field.getName()))
        .forEach(schema::addField);
    return provider(name).from(Row.withSchema(schema.build()).withFieldValues(settings).build());
  }

  private Map<String, Object> with(Map<String, Object> more) {
    Map<String, Object> settings = new java.util.HashMap<>(more);
    settings.put("portal", portal.emulator().portalUri().toString());
    settings.put("credentials_file", portal.credentialsFile().toString());
    return settings;
  }

  private Row errorsTo(String output) {
    Schema schema = Schema.builder().addStringField("output").build();
    return Row.withSchema(schema).addValue(output).build();
  }

  private PCollectionRowTuple ids(Pipeline pipeline, long... andOthers) {
    List<Row> rows =
        Stream.concat(Arrays.stream(portal.ids()).boxed(), Arrays.stream(andOthers).boxed())
            .map(id -> Row.withSchema(ID).addValue(id).build())
            .toList();
    return PCollectionRowTuple.of("input", pipeline.apply(Create.of(rows).withRowSchema(ID)));
  }

  private static List<Row> collect(String name, PCollection<Row> rows) {
    Collected<Row> collected = new Collected<>();
    rows.apply("Collect " + name, collected);
    return collected.elements();
  }

  private void assertExported(String path, EmulatedFile file) {
    assertThat(directory.resolve(path)).hasBinaryContent(TestPortal.bytesOf(file));
  }

  @Test
  void exportFilesThatAreNamedByRows() {
    Pipeline pipeline = Pipeline.create();
    PCollectionRowTuple result =
        ids(pipeline, 999)
            .apply(
                transform(
                    "export", with(Map.of("to", directory.toString(), "manifest_name", "run"))));
    List<Row> succeeded = collect("succeeded", result.get("output"));
    List<Row> failed = collect("failed", result.get("failed"));
    List<Row> manifest = collect("manifest", result.get("manifest"));
    pipeline.run().waitUntilFinish();

    portal.files().forEach(file -> assertExported(Long.toString(file.id()), file));
    assertThat(succeeded).hasSize(3).allMatch(row -> row.getString("status").equals("OK"));
    assertThat(failed)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getInt64("file_id")).isEqualTo(999);
              assertThat(row.getString("error_code")).isEqualTo("not-found");
              assertThat(row.getInt64("size")).isNull();
            });
    assertThat(manifest)
        .extracting(row -> row.getString("manifest"))
        .containsExactly(directory.resolve(".directio/manifest/run.jsonl").toString());
  }

  @Test
  void keepLimits() {
    Schema schema =
        Schema.builder()
            .addStringField("portal")
            .addInt64Field("max_transfer_rate")
            .addDoubleField("max_requests_per_second")
            .build();
    ClientOptions options =
        ClientFields.options(
            new Configuration(
                Row.withSchema(schema).addValues("https://portal.invalid", 5_000L, 2.5).build()));
    assertThat(options.maxTransferRate()).isEqualTo(5_000);
    assertThat(options.maxRequestsPerSecond()).isEqualTo(2.5);
  }

  @Test
  void writeWhereTheAddressSays() {
    assertThat(destination("s3://bucket/folder"))
        .isEqualTo(S3DestinationSpec.of("s3://bucket/folder"));
    assertThat(destination("gs://bucket/folder"))
        .isEqualTo(FileSystemDestinationSpec.in("gs://bucket/folder"));
    assertThat(destination("file:///mnt/shared"))
        .isEqualTo(FileSystemDestinationSpec.in("/mnt/shared"));
    assertThat(destination("/mnt/shared"))
        .isEqualTo(LocalDestinationSpec.in(Path.of("/mnt/shared")));
  }

  private static DestinationSpec destination(String to) {
    Schema schema = Schema.builder().addStringField("to").build();
    return DestinationFields.destination(
        new Configuration(Row.withSchema(schema).addValue(to).build()));
  }

  @Test
  void listReadAndWriteAgain() {
    Pipeline pipeline = Pipeline.create();
    PCollectionRowTuple files =
        PCollectionRowTuple.empty(pipeline).apply("List", transform("list_files", with(Map.of())));
    PCollectionRowTuple blocks =
        PCollectionRowTuple.of("input", files.get("output"))
            .apply(
                "Read",
                transform(
                    "read_blocks",
                    with(Map.of("small_file_threshold", 20_000L, "max_run_bytes", 20_000L))));
    PCollectionRowTuple written =
        PCollectionRowTuple.of("input", blocks.get("output"))
            .apply("Write", transform("write", Map.of("to", directory.toString())));
    List<Row> succeeded = collect("succeeded", written.get("output"));
    pipeline.run().waitUntilFinish();

    portal.files().forEach(file -> assertExported(file.path(), file));
    assertThat(succeeded).hasSize(3);
  }

  @Test
  void listOnlyTheFoldersThatAreNamed() {
    Pipeline pipeline = Pipeline.create();
    PCollectionRowTuple files =
        PCollectionRowTuple.empty(pipeline)
            .apply(transform("list_files", with(Map.of("folder_names", List.of("folder")))));
    List<Row> rows = collect("files", files.get("output"));
    pipeline.run().waitUntilFinish();

    assertThat(rows)
        .extracting(row -> row.getString("path"))
        .containsExactlyInAnyOrder("folder/empty", "folder/small");
  }

  @Test
  void tellTheEventsOfASnapshotAndGoOnUnlessToldOtherwise() {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> events =
        PCollectionRowTuple.empty(pipeline)
            .apply(
                transform(
                    "read_events",
                    with(Map.of("folder_names", List.of("folder"), "snapshot_only", true))))
            .get("output");
    List<Row> rows = collect("events", events);
    pipeline.run().waitUntilFinish();

    EmulatedFile small = portal.emulator().file("folder/small");
    assertThat(events.isBounded()).isEqualTo(IsBounded.BOUNDED);
    assertThat(rows)
        .filteredOn(row -> row.getString("type").equals("FILE"))
        .extracting(row -> row.getString("path"))
        .containsExactlyInAnyOrder("folder/empty", "folder/small");
    assertThat(rows)
        .filteredOn(row -> row.getString("name").equals("small"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getInt64("file_id")).isEqualTo(small.id());
              assertThat(row.getInt64("size")).isEqualTo(5_000);
              assertThat(row.getInt64("version")).isPositive();
              assertThat(row.getBoolean("deleted")).isFalse();
              assertThat(row.getDateTime("modified")).isNotNull();
              assertThat(row.getString("guid")).isNotBlank();
            });
    assertThat(
            PCollectionRowTuple.empty(Pipeline.create())
                .apply(transform("read_events", with(Map.of())))
                .get("output")
                .isBounded())
        .isEqualTo(IsBounded.UNBOUNDED);
  }

  @Test
  void readWholeFilesAndTellThoseThatCantBeRead() {
    Pipeline pipeline = Pipeline.create();
    PCollectionRowTuple result =
        ids(pipeline, 999)
            .apply(
                transform(
                    "read_files",
                    with(Map.of("max_bytes", 10_000L, "error_handling", errorsTo("bad")))));
    List<Row> files = collect("files", result.get("output"));
    List<Row> bad = collect("bad", result.get("bad"));
    pipeline.run().waitUntilFinish();

    assertThat(files)
        .extracting(row -> row.getBytes("content"))
        .containsExactlyInAnyOrder(new byte[0], TestPortal.bytes(5_000, 1));
    assertThat(bad)
        .extracting(row -> row.getString("error_message").replaceAll(":.*", ""))
        .containsExactlyInAnyOrder("not-found", "too-large");
    assertThat(bad).extracting(row -> row.getRow("failed_row").getInt64("file_id")).contains(999L);
  }

  @Test
  void failThePipelineUnlessErrorsAreHandled() {
    Pipeline pipeline = Pipeline.create();
    ids(pipeline, 999).apply(transform("read_blocks", with(Map.of())));
    assertThatThrownBy(() -> pipeline.run().waitUntilFinish()).hasStackTraceContaining("999");
  }

  @Test
  void describeEveryField() {
    List<String> names =
        List.of("list_files", "read_events", "read_blocks", "read_files", "export", "write");
    for (String name : names) {
      SchemaTransformProvider provider = provider(name);
      assertThat(provider.description()).as(name).isNotBlank();
      assertThat(provider.outputCollectionNames()).contains("output");
      for (Schema.Field field : provider.configurationSchema().getFields()) {
        assertThat(field.getDescription()).as(name + "." + field.getName()).isNotBlank();
        assertThat(field.getName()).doesNotContain("password", "token");
      }
    }
  }

  @Test
  void refuseWhatCantBeBeforeAnythingIsAsked() {
    Map<String, Object> both =
        with(Map.of("secrets", Map.of("bearer", "type:gcpsecret;version_name:x")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transform("read_blocks", both))
        .withMessageContaining("not both");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                transform(
                    "read_blocks",
                    Map.of("portal", "https://p", "secrets", Map.of("bearer", "CANARY"))))
        .withMessageNotContaining("CANARY");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transform("read_files", with(Map.of("max_bytes", 1L << 40))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transform("export", with(Map.of("to", "s3://"))));

    Pipeline pipeline = Pipeline.create();
    Schema other = Schema.of(Schema.Field.of("id", FieldType.INT64));
    PCollectionRowTuple input =
        PCollectionRowTuple.of(
            "input",
            pipeline.apply(
                Create.of(Row.withSchema(other).addValue(1L).build()).withRowSchema(other)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> input.apply(transform("read_blocks", with(Map.of()))))
        .withMessageContaining("file_id");
    assertThat(portal.emulator().requests().portalCalls()).isZero();
  }
}
