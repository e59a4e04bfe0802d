// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/**
 * What a user has configured. Other languages leave out fields that they don't set, so an absent
 * field and a null are the same.
 */
record Configuration(Row row) {

  static Field required(String name, FieldType type, String description) {
    return Field.of(name, type).withDescription(description);
  }

  static Field optional(String name, FieldType type, String description) {
    return Field.nullable(name, type).withDescription(description);
  }

  Optional<String> text(String name) {
    return value(name, String.class);
  }

  Optional<Long> number(String name) {
    return value(name, Long.class);
  }

  Optional<Double> real(String name) {
    return value(name, Double.class);
  }

  boolean flag(String name, boolean otherwise) {
    return value(name, Boolean.class).orElse(otherwise);
  }

  Optional<Row> nested(String name) {
    return value(name, Row.class);
  }

  List<Long> numbers(String name) {
    return has(name) ? List.copyOf(row.<Long>getArray(name)) : List.of();
  }

  List<String> texts(String name) {
    return has(name) ? List.copyOf(row.<String>getArray(name)) : List.of();
  }

  Optional<Map<String, String>> map(String name) {
    return has(name) ? Optional.of(Map.copyOf(row.<String, String>getMap(name))) : Optional.empty();
  }

  private boolean has(String name) {
    return row.getSchema().hasField(name) && row.getValue(name) != null;
  }

  private <T> Optional<T> value(String name, Class<T> type) {
    return has(name) ? Optional.of(type.cast(row.<Object>getValue(name))) : Optional.empty();
  }
}
