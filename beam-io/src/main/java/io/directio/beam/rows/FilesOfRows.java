// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.FileRef;
import io.directio.beam.coders.FileRefSchema;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;

/** File references of rows that have at least a {@code file_id}. */
final class FilesOfRows extends PTransform<PCollection<Row>, PCollection<FileRef>> {

  private static final long serialVersionUID = 1L;

  @Override
  public PCollection<FileRef> expand(PCollection<Row> rows) {
    FileRows.require(rows.getSchema(), "file_id");
    return rows.apply(
        "Of rows", MapElements.into(TypeDescriptor.of(FileRef.class)).via(FileRefSchema::fromRow));
  }
}
