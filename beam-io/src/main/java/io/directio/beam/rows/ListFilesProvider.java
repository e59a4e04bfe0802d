// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.beam.DirectIO;
import io.directio.beam.FilesIn;
import io.directio.beam.coders.FileRefSchema;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.Convert;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;

/** Gives the files that are in cloud drive folders, as {@link DirectIO#filesIn} does. */
public final class ListFilesProvider implements SchemaTransformProvider {

  private static final String OUTPUT = "output";

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:list_files:v1";
  }

  @Override
  public String description() {
    return "Lists the files that are in cloud drive folders of a portal when the pipeline runs.\n\n"
        + "Gives rows with file_id, path, size, version, guid, file_timestamp, modified and acl, for"
        + " the transforms that read.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder().addFields(ClientFields.FIELDS).addFields(FolderFields.FIELDS).build();
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(OUTPUT);
  }

  @Override
  public SchemaTransform from(Row row) {
    Configuration configuration = new Configuration(row);
    return new ListFiles(
        DirectIO.filesIn(ClientFields.options(configuration), FolderFields.folders(configuration)));
  }

  private static final class ListFiles extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private final FilesIn files;

    ListFiles(FilesIn files) {
      this.files = files;
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      return PCollectionRowTuple.of(
          OUTPUT,
          input
              .getPipeline()
              .apply("List files", files)
              .apply("To rows", Convert.toRows())
              .setRowSchema(FileRefSchema.SCHEMA));
    }
  }
}
