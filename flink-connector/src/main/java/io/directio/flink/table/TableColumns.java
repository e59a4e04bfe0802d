// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/** Compares the columns that a table declares with those that it can have. */
final class TableColumns {

  private TableColumns() {}

  /**
   * The declared columns, in their order. They go by their names; a table need not have all of
   * them.
   *
   * @throws ValidationException if there is no such column, or it is of another type
   */
  static List<Column> of(TableRows rows, DataType declared) {
    Set<Column> known = Column.of(rows);
    List<Column> columns = new ArrayList<>();
    List<String> names = DataType.getFieldNames(declared);
    List<DataType> types = DataType.getFieldDataTypes(declared);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Column column =
          Column.named(name)
              .filter(known::contains)
              .orElseThrow(
                  () ->
                      new ValidationException(
                          "A table of "
                              + rows
                              + " has no column '"
                              + name
                              + "'. It can have these: "
                              + described(known)
                              + "; under another name: "
                              + name
                              + " <type> METADATA FROM '<column>'."));
      if (!nullable(types.get(i)).equals(nullable(column.type()))) {
        throw new ValidationException(
            "The column '"
                + name
                + "' of a table of "
                + rows
                + " is of the type "
                + column.type()
                + ", not "
                + types.get(i)
                + ".");
      }
      columns.add(column);
    }
    return columns;
  }

  /** What can be read as metadata: all columns. */
  static Map<String, DataType> metadata(TableRows rows) {
    Map<String, DataType> metadata = new LinkedHashMap<>();
    Column.of(rows).forEach(column -> metadata.put(column.key(), column.type()));
    return metadata;
  }

  private static LogicalType nullable(DataType type) {
    return type.getLogicalType().copy(true);
  }

  private static String described(Set<Column> columns) {
    return columns.stream()
        .map(column -> column.key() + " " + column.type())
        .collect(Collectors.joining(", "));
  }
}
