// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * The columns that a query wants, in its order: turns what is known into a row of the engine.
 *
 * @param columns the columns
 */
public record RowLayout(List<Column> columns) implements Serializable {

  private static final long serialVersionUID = 1L;

  public RowLayout {
    columns = List.copyOf(columns);
  }

  /** What it takes to tell all columns. */
  public Column.Needs needs() {
    return columns.stream().map(Column::needs).max(Enum::compareTo).orElse(Column.Needs.REFERENCE);
  }

  /** A row with the columns. */
  public RowData toRow(TableRow row) {
    GenericRowData result = new GenericRowData(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      result.setField(i, internal(columns.get(i).valueOf(row)));
    }
    return result;
  }

  private static Object internal(Object value) {
    if (value instanceof String text) {
      return StringData.fromString(text);
    }
    return value instanceof Instant time ? TimestampData.fromInstant(time) : value;
  }
}
