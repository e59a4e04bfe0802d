// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.ManifestEntry;
import io.directio.beam.write.WriteResult;
import java.util.List;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

/** The outputs of transforms that write. */
final class Written {

  static final List<String> OUTPUTS = List.of("output", "failed", "manifest");

  private Written() {}

  static PCollectionRowTuple rows(WriteResult result) {
    return PCollectionRowTuple.of(OUTPUTS.get(0), rows("Succeeded", result.succeeded()))
        .and(OUTPUTS.get(1), rows("Failed", result.failed()))
        .and(
            OUTPUTS.get(2),
            result
                .manifest()
                .apply(
                    "Manifest",
                    MapElements.into(TypeDescriptors.rows()).via(DestinationFields::manifest))
                .setRowSchema(DestinationFields.MANIFEST));
  }

  private static PCollection<Row> rows(String name, PCollection<ManifestEntry> files) {
    return files
        .apply(
            name, MapElements.into(TypeDescriptors.rows()).via((ManifestEntry f) -> FileRows.of(f)))
        .setRowSchema(FileRows.MANIFEST);
  }
}
