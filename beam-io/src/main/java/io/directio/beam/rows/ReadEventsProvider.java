// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.beam.DirectIO;
import io.directio.beam.ReadEvents;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.transforms.SchemaTransform;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Tells what is in folders and what changes in them, as {@link DirectIO#readEvents} does. */
public final class ReadEventsProvider implements SchemaTransformProvider {

  private static final String OUTPUT = "output";

  @Override
  public String identifier() {
    return "beam:schematransform:io.directio:read_events:v1";
  }

  @Override
  public String description() {
    return "Tells what is in cloud drive folders of a portal, and then, for ever, what changes.\n\n"
        + "Gives a row for each event: type (FILE, FOLDER or OTHER), guid, deleted, name, and if"
        + " they are known path, parent_guid, folder_id, file_id, size, version, file_timestamp,"
        + " modified and acl. Those with a file_id that are not deleted can be given to the"
        + " transforms that read.";
  }

  @Override
  public Schema configurationSchema() {
    return Schema.builder()
        .addFields(ClientFields.FIELDS)
        .addFields(FolderFields.FIELDS)
        .addFields(
            Configuration.optional(
                "snapshot_only",
                FieldType.BOOLEAN,
                "Whether to end with what is there when the pipeline runs. Default: false, the"
                    + " pipeline has no end, which Spark can't run"))
        .build();
  }

  @Override
  public List<String> outputCollectionNames() {
    return List.of(OUTPUT);
  }

  @Override
  public SchemaTransform from(Row row) {
    Configuration configuration = new Configuration(row);
    ReadEvents events =
        DirectIO.readEvents(ClientFields.options(configuration))
            .withFolders(FolderFields.folders(configuration));
    return new Events(
        configuration.flag("snapshot_only", false) ? events.withSnapshotOnly() : events);
  }

  private static final class Events extends SchemaTransform {
    private static final long serialVersionUID = 1L;

    private final ReadEvents events;

    Events(ReadEvents events) {
      this.events = events;
    }

    @Override
    public PCollectionRowTuple expand(PCollectionRowTuple input) {
      return PCollectionRowTuple.of(
          OUTPUT,
          input
              .getPipeline()
              .apply("Read events", events)
              .apply("To rows", MapElements.into(TypeDescriptors.rows()).via(EventRows::of))
              .setRowSchema(EventRows.SCHEMA));
    }
  }
}
