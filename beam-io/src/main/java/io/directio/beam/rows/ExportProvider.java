// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.beam.DirectIO;
import io.directio.beam.Export;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;

/** Copies files to a destination, as {@link DirectIO#export} does. */
public final class ExportProvider implements SchemaTransformProvider {

  private static final String INPUT = "input";

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:export:v1";
  }

  @Override
  public String description() {
    return "Copies files of a portal to a directory or a bucket.\n\n"
        + "Takes rows with a file_id, and if they are known path, size and version. A file that"
        + " can't be copied does not stop the others: it is a row of the output failed. Those that"
        + " are there are rows of the main output, and the output manifest names the manifest once"
        + " it is complete.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder()
        .addFields(ClientFields.FIELDS)
        .addFields(DestinationFields.FIELDS)
        .addFields(
            Configuration.optional(
                "skip_stored",
                FieldType.BOOLEAN,
                "Whether what the destination holds already is not read again. Default: true"))
        .build();
  }

  @Override
  public List<String> inputCollectionNames() {
    return List.of(INPUT);
  }

  @Override
  public List<String> outputCollectionNames() {
    return Written.OUTPUTS;
  }

  @Override
  public SchemaTransform from(Row row) {
    Configuration configuration = new Configuration(row);
    Export export =
        DirectIO.export(
                ClientFields.options(configuration), DestinationFields.destination(configuration))
            .withSkipStored(configuration.flag("skip_stored", true));
    return new ExportFiles(
        DestinationFields.withManifest(
            configuration, export, Export::withManifestDirectory, Export::withManifestName));
  }

  private static final class ExportFiles extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private final Export export;

    ExportFiles(Export export) {
      this.export = export;
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      return Written.rows(
          input.getSinglePCollection().apply("Files", new FilesOfRows()).apply("Export", export));
    }
  }
}
