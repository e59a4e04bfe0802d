// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.Block;
import io.directio.beam.DirectIO;
import io.directio.beam.Write;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Assembles blocks into files, as {@link DirectIO#write} does. */
public final class WriteProvider implements SchemaTransformProvider {

  private static final String INPUT = "input";

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:write:v1";
  }

  @Override
  public String description() {
    return "Assembles blocks into files in a directory or a bucket.\n\n"
        + "Takes rows as read_blocks gives them, all of each file and in any order. Where blocks"
        + " are not changed on the way, export does the same without shuffling them.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder().addFields(DestinationFields.FIELDS).build();
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
    Write write = DirectIO.write(DestinationFields.destination(configuration));
    return new WriteBlocks(
        DestinationFields.withManifest(
            configuration, write, Write::withManifestDirectory, Write::withManifestName));
  }

  private static final class WriteBlocks extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private final Write write;

    WriteBlocks(Write write) {
      this.write = write;
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      PCollection<Row> rows = input.getSinglePCollection();
      FileRows.require(rows.getSchema(), FileRows.BLOCK.getFieldNames().toArray(String[]::new));
      return Written.rows(
          rows.apply(
                  "Blocks", MapElements.into(TypeDescriptor.of(Block.class)).via(FileRows::block))
              .apply("Write", write));
    }
  }
}
