// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.beam.coders.WholeFile;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.read.ReadWholeFiles;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Reads small files whole, as {@link io.directio.beam.DirectIO#readFiles} does. */
public final class ReadFilesProvider implements SchemaTransformProvider {

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";
  private static final long DEFAULT_BYTES = 8L << 20;
  private static final long MOST_BYTES = 64L << 20;

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:read_files:v1";
  }

  @Override
  public String description() {
    return "Reads small files of a portal whole.\n\n"
        + "Takes rows with a file_id, and if they are known path, size and version. Gives a row for"
        + " each file: what is known of it, and content. A larger file than the limit is one that"
        + " can't be read.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder()
        .addFields(ClientFields.FIELDS)
        .addFields(
            Configuration.optional(
                "max_bytes",
                FieldType.INT64,
                "Files of up to so many bytes are read. Default: 8 MiB; at most 64 MiB"),
            Failures.FIELD)
        .build();
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(OUTPUT, Failures.OUTPUT);
  }

  @Override
  public SchemaTransform from(Row row) {
    Configuration configuration = new Configuration(row);
    long maxBytes = configuration.number("max_bytes").orElse(DEFAULT_BYTES);
    if (maxBytes < 0 || maxBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "max_bytes must be from 0 to " + MOST_BYTES + ", not " + maxBytes);
    }
    return new ReadFiles(
        new ReadWholeFiles(ReadSettings.of(ClientFields.options(configuration)), maxBytes),
        Failures.output(configuration));
  }

  private static final class ReadFiles extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private final ReadWholeFiles reading;
    private final String errors; // null to fail

    ReadFiles(ReadWholeFiles reading, Optional<String> errors) {
      this.reading = reading;
      this.errors = errors.orElse(null);
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      PCollectionTuple read =
          input.getSinglePCollection().apply("Files", new FilesOfRows()).apply("Read", reading);
      PCollection<Row> files =
          read.get(ReadWholeFiles.FILES)
              .apply(
                  "To rows",
                  MapElements.into(TypeDescriptors.rows()).via((WholeFile f) -> FileRows.of(f)))
              .setRowSchema(FileRows.WHOLE_FILE);
      return Failures.addTo(
          PCollectionRowTuple.of(OUTPUT, files),
          read.get(ReadWholeFiles.FAILED),
          Optional.ofNullable(errors));
    }
  }
}
