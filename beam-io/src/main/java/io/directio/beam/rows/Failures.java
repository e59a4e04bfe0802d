// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.beam.coders.FileRefSchema;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.providers.ErrorHandling;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;

/**
 * What becomes of files that can't be read, by Beam's convention: with {@code error_handling} they
 * are rows of an output that it names, without it the first fails the pipeline.
 */
final class Failures {

  static final Field FIELD =
      Configuration.optional(
          "error_handling",
          FieldType.row(
              Schema.of(
                  Field.of("output", FieldType.STRING)
                      .withDescription("Name of the output for files that can't be read"))),
          "Where files go that can't be read. Default: the first of them fails the pipeline");

  /** The name of the output unless it is configured, for those who want to know it beforehand. */
  static final String OUTPUT = "errors";

  private static final Schema SCHEMA = ErrorHandling.errorSchema(FileRefSchema.SCHEMA);

  private Failures() {}

  static PCollectionRowTuple addTo(
      PCollectionRowTuple outputs, PCollection<ManifestEntry> failed, Optional<String> name) {
    PCollection<Row> errors =
        failed.apply("Failures", ParDo.of(new DescribeFn(name.isPresent()))).setRowSchema(SCHEMA);
    return name.isPresent() ? outputs.and(name.get(), errors) : outputs;
  }

  static Optional<String> output(Configuration configuration) {
    return configuration
        .nested(FIELD.getName())
        .map(handling -> new Configuration(handling).text("output").orElse(OUTPUT));
  }

  private static final class DescribeFn extends DoFn<ManifestEntry, Row> {
    private static final long serialVersionUID = 1L;

    private final boolean collected;

    DescribeFn(boolean collected) {
      this.collected = collected;
    }

    @ProcessElement
    public void process(@Element ManifestEntry file, OutputReceiver<Row> errors)
        throws DirectIOException {
      DirectIOException failure =
          new DirectIOException(
              file.error().code(), file.error().code().text() + ": " + file.error().message());
      if (!collected) {
        throw failure;
      }
      Row reference =
          FileRefSchema.toRow(
              new FileRef(file.fileId(), file.path(), file.size(), FileRef.UNKNOWN));
      errors.output(ErrorHandling.errorRecord(SCHEMA, reference, failure));
    }
  }
}
