// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.filter;

import io.directio.flink.table.Column;
import io.directio.flink.table.TableRow;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A condition of a query, for what is known of a row. What isn't known yet decides nothing: a
 * condition keeps a row out only if it is false whatever comes out later.
 */
public sealed interface Condition extends Serializable {

  /** Met by everything. */
  Condition NONE = new All(List.of());

  /** True, false, or null if what is known doesn't tell. */
  Boolean test(TableRow row);

  /** The ids of the only files that can meet it; empty if it doesn't say. */
  default Optional<Set<Long>> fileIds() {
    return Optional.empty();
  }

  /** Whether a row can still meet it. */
  default boolean mayHold(TableRow row) {
    return !Boolean.FALSE.equals(test(row));
  }

  /** All of them at once. */
  record All(List<Condition> conditions) implements Condition {
    private static final long serialVersionUID = 1L;

    public All {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Boolean test(TableRow row) {
      Boolean all = true;
      for (Condition condition : conditions) {
        Boolean one = condition.test(row);
        if (Boolean.FALSE.equals(one)) {
          return false;
        }
        all = one == null ? null : all;
      }
      return all;
    }

    @Override
    public Optional<Set<Long>> fileIds() {
      Set<Long> common = null;
      for (Condition condition : conditions) {
        Optional<Set<Long>> one = condition.fileIds();
        if (one.isPresent() && common == null) {
          common = new HashSet<>(one.get());
        } else if (one.isPresent()) {
          common.retainAll(one.get());
        }
      }
      return Optional.ofNullable(common);
    }
  }

  /** At least one of them. */
  record Any(List<Condition> conditions) implements Condition {
    private static final long serialVersionUID = 1L;

    public Any {
      conditions = List.copyOf(conditions);
    }

    @Override
    public Boolean test(TableRow row) {
      Boolean any = false;
      for (Condition condition : conditions) {
        Boolean one = condition.test(row);
        if (Boolean.TRUE.equals(one)) {
          return true;
        }
        any = one == null ? null : any;
      }
      return any;
    }

    @Override
    public Optional<Set<Long>> fileIds() {
      Set<Long> union = new HashSet<>();
      for (Condition condition : conditions) {
        Optional<Set<Long>> one = condition.fileIds();
        if (one.isEmpty()) {
          return Optional.empty();
        }
        union.addAll(one.get());
      }
      return Optional.of(union);
    }
  }

  /** The opposite of another. */
  record Not(Condition condition) implements Condition {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean test(TableRow row) {
      Boolean opposite = condition.test(row);
      return opposite == null ? null : (Boolean) !opposite;
    }
  }

  /** How a column is compared with a value. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }

    /** The same with the sides exchanged. */
    Comparison flipped() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }
  }

  /**
   * A column compared with a value of its own type.
   *
   * @param value a Long (for every whole number), a String or an Instant
   */
  record Compared<T extends Comparable<T> & Serializable>(
      Column column, Comparison comparison, T value) implements Condition {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("unchecked") // The parser chose a value of the column's type.
    public Boolean test(TableRow row) {
      Object known = column.valueOf(row);
      if (known == null) {
        return null;
      }
      T left = (T) (known instanceof Integer number ? (Object) number.longValue() : known);
      return comparison.holds(left.compareTo(value));
    }

    @Override
    public Optional<Set<Long>> fileIds() {
      return column == Column.FILE_ID && comparison == Comparison.EQUAL
          ? Optional.of(Set.of((Long) (Object) value))
          : Optional.empty();
    }
  }

  /**
   * A text that must fit a pattern of {@code LIKE}, without escapes.
   *
   * @param regex the pattern as a regular expression
   */
  record Like(Column column, Pattern regex) implements Condition {
    private static final long serialVersionUID = 1L;

    static Like of(Column column, String pattern) {
      StringBuilder regex = new StringBuilder();
      pattern
          .codePoints()
          .forEach(
              c -> {
                switch (c) {
                  case '%' -> regex.append(".*");
                  case '_' -> regex.append('.');
                  default -> regex.append(Pattern.quote(Character.toString(c)));
                }
              });
      return new Like(column, Pattern.compile(regex.toString(), Pattern.DOTALL));
    }

    @Override
    public Boolean test(TableRow row) {
      Object known = column.valueOf(row);
      return known == null ? null : (Boolean) regex.matcher((String) known).matches();
    }
  }
}
