// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileRef;
import io.directio.flink.table.Column;
import io.directio.flink.table.TableRow;
import io.directio.flink.table.filter.Condition.Comparison;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static final TableRow SMALL =
      TableRow.of(new FileRef(7, "a/b.txt", 10, 3), Instant.ofEpochSecond(100));
  private static final TableRow UNKNOWN = TableRow.of(FileRef.ofId(8), null);

  private static Condition id(long id) {
    return new Condition.Compared<>(Column.FILE_ID, Comparison.EQUAL, id);
  }

  private static Condition size(Comparison comparison, long size) {
    return new Condition.Compared<>(Column.SIZE, comparison, size);
  }

  @Test
  void comparesWhatIsKnown() {
    assertThat(size(Comparison.LESS, 10).test(SMALL)).isFalse();
    assertThat(size(Comparison.LESS_OR_EQUAL, 10).test(SMALL)).isTrue();
    assertThat(size(Comparison.GREATER, 9).test(SMALL)).isTrue();
    assertThat(size(Comparison.GREATER_OR_EQUAL, 11).test(SMALL)).isFalse();
    assertThat(size(Comparison.NOT_EQUAL, 10).test(SMALL)).isFalse();
    assertThat(
            new Condition.Compared<>(Column.MODIFIED, Comparison.GREATER, Instant.ofEpochSecond(99))
                .test(SMALL))
        .isTrue();
  }

  @Test
  void keepsNothingOutThatIsNotKnownYet() {
    Condition small = size(Comparison.LESS, 10);
    assertThat(small.test(UNKNOWN)).isNull();
    assertThat(small.mayHold(UNKNOWN)).isTrue();
    assertThat(new Condition.Not(small).mayHold(UNKNOWN)).isTrue();
    assertThat(new Condition.All(List.of(small, id(8))).test(UNKNOWN)).isNull();
    assertThat(new Condition.All(List.of(small, id(9))).test(UNKNOWN)).isFalse();
    assertThat(new Condition.Any(List.of(small, id(8))).test(UNKNOWN)).isTrue();
    assertThat(new Condition.Any(List.of(small, id(9))).test(UNKNOWN)).isNull();
  }

  @Test
  void tellsTheOnlyFilesThatCanBeMeant() {
    Condition some = new Condition.Any(List.of(id(1), id(2)));
    assertThat(some.fileIds()).contains(Set.of(1L, 2L));
    assertThat(new Condition.All(List.of(some, id(2))).fileIds()).contains(Set.of(2L));
    assertThat(new Condition.All(List.of(some, size(Comparison.LESS, 1))).fileIds())
        .contains(Set.of(1L, 2L));
    assertThat(new Condition.Any(List.of(id(1), size(Comparison.LESS, 1))).fileIds()).isEmpty();
    assertThat(new Condition.Not(id(1)).fileIds()).isEmpty();
    assertThat(Condition.NONE.fileIds()).isEmpty();
    assertThat(Condition.NONE.test(SMALL)).isTrue();
  }

  @Test
  void matchesPatternsAsSqlDoes() {
    assertThat(Condition.Like.of(Column.PATH, "a/%").test(SMALL)).isTrue();
    assertThat(Condition.Like.of(Column.PATH, "a/_.txt").test(SMALL)).isTrue();
    assertThat(Condition.Like.of(Column.PATH, "A/%").test(SMALL)).isFalse();
    assertThat(Condition.Like.of(Column.PATH, "a/b.tx").test(SMALL)).isFalse();
    assertThat(Condition.Like.of(Column.PATH, "a/..txt").test(SMALL)).isFalse();
    assertThat(Condition.Like.of(Column.PATH, "%").test(SMALL)).isTrue();
  }

  @Test
  void flipsComparisons() {
    for (Comparison comparison : Comparison.values()) {
      for (int order : new int[] {-1, 0, 1}) {
        assertThat(comparison.flipped().holds(-order)).isEqualTo(comparison.holds(order));
      }
    }
  }
}
