// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.Block;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/** Makes rows of the blocks that the source gives, and of the files that failed. */
final class BlockRowFunction extends ProcessFunction<ReadResult, RowData> {

  private static final long serialVersionUID = 1L;

  private final RowLayout layout;

  BlockRowFunction(RowLayout layout) {
    this.layout = Objects.requireNonNull(layout, "layout");
  }

  @Override
  public void processElement(ReadResult result, Context context, Collector<RowData> out) {
    Instant modified =
        context.timestamp() == null || context.timestamp() == Long.MIN_VALUE
            ? null
            : Instant.ofEpochMilli(context.timestamp());
    if (result instanceof Block block) {
      TableRow row = TableRow.of(block.file().file(), modified).listed(block.file());
      out.collect(layout.toRow(row.at(block.info(), bytes(block))));
    } else if (result instanceof ManifestEntry entry) {
      FileRef file = new FileRef(entry.fileId(), entry.path(), entry.size(), FileRef.UNKNOWN);
      out.collect(layout.toRow(TableRow.of(file, modified).failed(entry.error())));
    }
  }

  /** The array itself if it is just as long, as most are. */
  private static byte[] bytes(Block block) {
    return block.array().length == block.length() ? block.array() : block.toByteArray();
  }
}
