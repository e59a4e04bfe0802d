// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.directio.read.ByteBudget.Account;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  private final Deque<Runnable> callbacks = new ArrayDeque<>();
  private final List<String> called = new ArrayList<>();
  private long now;
  private final ByteBudget budget = new ByteBudget(100, callbacks::add, () -> now);
  private final Account a = budget.open(() -> called.add("a"));
  private final Account b = budget.open(() -> called.add("b"));
  private final Account c = budget.open(() -> called.add("c"));

  private List<String> called() {
    while (!callbacks.isEmpty()) {
      callbacks.poll().run();
    }
    List<String> since = List.copyOf(called);
    called.clear();
    return since;
  }

  @Test
  void grantsUpToItsCapacity() {
    assertThat(a.tryReserve(60)).isTrue();
    assertThat(b.tryReserve(40)).isTrue();
    assertThat(a.tryReserve(1)).isFalse();
    assertThat(budget.reserved()).isEqualTo(100);
  }

  @Test
  void tellsTheFirstWhoWaitsWhenThereIsRoomForIt() {
    assertThat(a.tryReserve(50)).isTrue();
    assertThat(b.tryReserve(50)).isTrue();
    assertThat(a.tryReserve(40)).isFalse();
    assertThat(b.tryReserve(10)).isFalse();
    b.release(20);
    assertThat(called()).isEmpty();
    b.release(20);
    assertThat(called()).containsExactly("a");
    assertThat(b.tryReserve(10)).as("not its turn").isFalse();
    assertThat(a.tryReserve(40)).isTrue();
    assertThat(called()).as("no room for the next").isEmpty();
    a.release(30);
    assertThat(called()).containsExactly("b");
  }

  @Test
  void grantsAnythingToAnAccountThatHoldsNothing() {
    assertThat(a.tryReserve(1000)).isTrue();
    assertThat(b.tryReserve(1000)).isTrue();
    assertThat(b.tryReserve(1)).isFalse();
    b.release(1000);
    assertThat(called()).contains("b");
    assertThat(b.tryReserve(1)).isTrue();
  }

  @Test
  void tellsTheFirstWhoWaitsWhenItHoldsNothingAnyMore() {
    assertThat(a.tryReserve(1000)).isTrue();
    assertThat(a.tryReserve(1000)).isFalse();
    a.release(1000);
    assertThat(called()).contains("a");
    assertThat(a.tryReserve(1000)).isTrue();
  }

  @Test
  void passesTheTurnOnWhenAnAccountStopsWaiting() {
    assertThat(a.tryReserve(50)).isTrue();
    assertThat(b.tryReserve(30)).isTrue();
    assertThat(a.tryReserve(60)).isFalse();
    assertThat(b.tryReserve(20)).isFalse();
    assertThat(c.tryReserve(1)).as("holds nothing").isTrue();
    c.release(1);
    a.stopWaiting();
    assertThat(called()).contains("b");
    assertThat(b.tryReserve(20)).isTrue();
  }

  @Test
  void holdsNothingInTheEnd() {
    a.tryReserve(70);
    a.release(30);
    assertThat(a.held()).isEqualTo(40);
    a.release(40);
    assertThat(budget.reserved()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> a.release(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ByteBudget(0, Runnable::run, () -> 0));
  }

  @Test
  void tellsHowLongSomebodyWaited() {
    assertThat(a.tryReserve(60)).isTrue();
    assertThat(b.tryReserve(40)).isTrue();
    now = 10;
    assertThat(a.tryReserve(1)).isFalse();
    now = 15;
    assertThat(budget.waitedNanos()).isEqualTo(5);
    // A second one that waits at the same time doesn't count twice.
    assertThat(b.tryReserve(1)).isFalse();
    now = 20;
    b.stopWaiting();
    a.stopWaiting();
    now = 100;
    assertThat(budget.waitedNanos()).isEqualTo(10);
  }
}
