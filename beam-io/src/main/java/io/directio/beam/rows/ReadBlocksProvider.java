// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.beam.coders.ManifestEntryCoder;
import io.directio.beam.read.ReadResults;
import io.directio.beam.read.ReadSettings;
import io.directio.plan.SplitPlanner;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Reads the blocks of files, as {@link io.directio.beam.DirectIO#readAll} does. */
public final class ReadBlocksProvider implements SchemaTransformProvider {

  private static final String INPUT = "input";
  private static final String OUTPUT = "output";

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:read_blocks:v1";
  }

  @Override
  public String description() {
    return "Reads files of a portal, block by block and in no order.\n\n"
        + "Takes rows with a file_id, and if they are known path, size and version. Gives a row for"
        + " each block: what is known of its file, block_number (from 1), block_offset, and data.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder()
        .addFields(ClientFields.FIELDS)
        .addFields(
            Configuration.optional(
                "small_file_threshold",
                FieldType.INT64,
                "Files of up to so many bytes are read whole by one worker. Default: 8 MiB"),
            Configuration.optional(
                "max_run_bytes",
                FieldType.INT64,
                "Larger files start as pieces of up to so many bytes. Default: 64 MiB"),
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
    SplitPlanner planner = SplitPlanner.DEFAULT;
    if (configuration.number("small_file_threshold").isPresent()) {
      planner = planner.withSmallFileThreshold(configuration.number("small_file_threshold").get());
    }
    if (configuration.number("max_run_bytes").isPresent()) {
      planner = planner.withMaxRunBytes(configuration.number("max_run_bytes").get());
    }
    return new ReadBlocks(
        ReadSettings.of(ClientFields.options(configuration)).withPlanner(planner),
        Failures.output(configuration));
  }

  private static final class ReadBlocks extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private static final TupleTag<Row> BLOCKS = new TupleTag<>("blocks") {};
    private static final TupleTag<ManifestEntry> FAILED = new TupleTag<>("failed") {};

    private final ReadSettings settings;
    private final String errors; // null to fail

    ReadBlocks(ReadSettings settings, Optional<String> errors) {
      this.settings = settings;
      this.errors = errors.orElse(null);
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      PCollectionTuple parted =
          input
              .getSinglePCollection()
              .apply("Files", new FilesOfRows())
              .apply("Read", new ReadResults(settings))
              .apply(
                  "To rows",
                  ParDo.of(new PartFn()).withOutputTags(BLOCKS, TupleTagList.of(FAILED)));
      return Failures.addTo(
          PCollectionRowTuple.of(OUTPUT, parted.get(BLOCKS).setRowSchema(FileRows.BLOCK)),
          parted.get(FAILED).setCoder(ManifestEntryCoder.of()),
          Optional.ofNullable(errors));
    }

    private static final class PartFn extends DoFn<ReadResult, Row> {
      private static final long serialVersionUID = 1L;

      @ProcessElement
      public void process(@Element ReadResult result, MultiOutputReceiver out) {
        if (result instanceof Block block) {
          out.get(BLOCKS).output(FileRows.of(block));
        } else {
          out.get(FAILED).output((ManifestEntry) result);
        }
      }
    }
  }
}
