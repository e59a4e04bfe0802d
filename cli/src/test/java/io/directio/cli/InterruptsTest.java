// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptsTest {

  private final Interrupts interrupts = new Interrupts();
  private final List<String> called = new ArrayList<>();

  @Test
  void callsWhoIsAtWorkOnceAndLastComeFirst() throws Exception {
    interrupts.during(() -> called.add("gone"), () -> null);
    interrupts.during(
        () -> called.add("first"),
        () ->
            interrupts.during(
                () -> called.add("last"),
                () -> {
                  assertThat(interrupts.fired()).isFalse();
                  interrupts.fire();
                  interrupts.fire();
                  return null;
                }));

    assertThat(called).containsExactly("last", "first");
    assertThat(interrupts.fired()).isTrue();
  }

  @Test
  void whoComesTooLateIsCalledAtOnce() throws Exception {
    interrupts.fire();
    interrupts.during(() -> called.add("late"), () -> called.add("working"));
    assertThat(called).containsExactly("late", "working");
  }
}
