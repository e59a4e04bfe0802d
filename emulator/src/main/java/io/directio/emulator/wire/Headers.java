// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Header fields in order, names compared without case. Mutable; not for use by several threads. */
public final class Headers {
  private final List<Map.Entry<String, String>> fields = new ArrayList<>();

  /** Adds a field after those that are there. */
  public Headers add(String name, String value) {
    fields.add(Map.entry(name, value));
    return this;
  }

  /** Replaces every field of this name by one. */
  public Headers set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  /** Drops every field of this name. */
  public Headers remove(String name) {
    fields.removeIf(field -> field.getKey().equalsIgnoreCase(name));
    return this;
  }

  /** The first value of this name. */
  public Optional<String> first(String name) {
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return Optional.of(field.getValue());
      }
    }
    return Optional.empty();
  }

  /** All fields in order. */
  public List<Map.Entry<String, String>> fields() {
    return fields;
  }
}
