// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.FileRef;
import io.directio.flink.source.split.FileTask;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnLedgerTest {

  private final ReturnLedger ledger = new ReturnLedger(List.of());
  private final FileTask task = FileTask.first(5, FileRef.ofId(1));

  @Test
  void knowsAFileUntilACheckpointCoversItsReturn() {
    ledger.checkpointBegins(1);
    assertThat(ledger.isNew(task)).isTrue();
    ledger.checkpointCompleted(1);
    assertThat(ledger.isNew(task)).isFalse();
    ledger.checkpointBegins(2);
    assertThat(ledger.isNew(task)).isFalse();
    ledger.checkpointCompleted(2);
    assertThat(ledger.isNew(task)).isTrue();
  }

  @Test
  void keepsWhatAnAbortedCheckpointWouldHaveCovered() {
    assertThat(ledger.isNew(task)).isTrue();
    ledger.checkpointBegins(1);
    ledger.checkpointBegins(2);
    assertThat(ledger.isNew(task)).isFalse();
    ledger.checkpointCompleted(2);
    assertThat(ledger.isNew(task)).isTrue();
  }

  @Test
  void tellsFilesAndAttemptsApart() {
    assertThat(ledger.isNew(task)).isTrue();
    assertThat(ledger.isNew(task.again())).isTrue();
    assertThat(ledger.isNew(FileTask.first(6, FileRef.ofId(1)))).isTrue();
  }

  @Test
  void restartsAFileOnce() {
    assertThat(ledger.isFirstChange(task)).isTrue();
    assertThat(ledger.isFirstChange(task)).isFalse();
    assertThat(ledger.isFirstChange(task.again())).isFalse();
    assertThat(new ReturnLedger(ledger.restarted()).isFirstChange(task)).isFalse();
  }

  @Test
  void remembersABoundedNumberOfRestarts() {
    for (long i = 0; i < 20_000; i++) {
      ledger.isFirstChange(FileTask.first(i, FileRef.ofId(i)));
    }
    assertThat(ledger.restarted()).hasSize(10_000).contains(19_999L).doesNotContain(0L);
  }
}
