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
  void callsWhoIsRegisteredOnce() {
    interrupts.on(() -> called.add("first"));
    interrupts.on(() -> called.add("gone")).close();
    interrupts.on(() -> called.add("last"));
    assertThat(interrupts.fired()).isFalse();

    interrupts.fire();
    interrupts.fire();

    assertThat(called).containsExactly("last", "first");
    assertThat(interrupts.fired()).isTrue();
  }

  @Test
  void whoComesTooLateIsCalledAtOnce() {
    interrupts.fire();
    interrupts.on(() -> called.add("late")).close();
    assertThat(called).containsExactly("late");
  }
}
