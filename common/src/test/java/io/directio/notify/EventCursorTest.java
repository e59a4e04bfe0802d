// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.notify.EventCursor.Group;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The form in which positions are kept. Changing it would strand every job that was stopped. */
class EventCursorTest {

  private static final EventCursor EXAMPLE =
      new EventCursor(
          List.of(
              new Group(List.of(7L, 8L), "c\u00fcrsor", false, true),
              new Group(List.of(9L), null, false, false),
              new Group(List.of(), "x", true, false)),
          2);

  private static final String GOLDEN =
      "01000000020000000305000000020000000000000007000000000000000800000007"
          + "63c3bc72736f72000000000100000000000000090300000000"
          + "0000000178";

  @Test
  void keepsItsForm() throws Exception {
    assertThat(HexFormat.of().formatHex(EXAMPLE.toBytes())).isEqualTo(GOLDEN);
    assertThat(EventCursor.fromBytes(HexFormat.of().parseHex(GOLDEN))).isEqualTo(EXAMPLE);
    assertThat(HexFormat.of().formatHex(EventCursor.START.toBytes()))
        .isEqualTo("010000000000000000");
    assertThat(EventCursor.fromBytes(EventCursor.START.toBytes())).isEqualTo(EventCursor.START);
  }

  @Test
  void tellsWhereItIs() {
    assertThat(EventCursor.START.isDue()).isTrue();
    assertThat(EventCursor.START.snapshotDone()).isFalse();
    assertThat(EXAMPLE.isDue()).isTrue();
    assertThat(EXAMPLE.snapshotDone()).isFalse();
    EventCursor tail = new EventCursor(List.of(EXAMPLE.groups().get(0)), 0);
    assertThat(tail.isDue()).isFalse();
    assertThat(tail.snapshotDone()).isTrue();
    assertThat(EXAMPLE.toString()).doesNotContain("\u00fcrsor");
  }

  @Test
  void refusesWhatItCannotRead() {
    byte[] good = EXAMPLE.toBytes();
    byte[] later = good.clone();
    later[0] = 2;
    assertThatThrownBy(() -> EventCursor.fromBytes(later))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> EventCursor.fromBytes(cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> EventCursor.fromBytes(Arrays.copyOf(good, good.length + 1)))
        .isInstanceOf(IOException.class);
  }

  @Property(tries = 500)
  void neverFailsInAnotherWay(@ForAll byte[] bytes) {
    byte[] framed = new byte[bytes.length + 1];
    framed[0] = 1;
    System.arraycopy(bytes, 0, framed, 1, bytes.length);
    try {
      EventCursor.fromBytes(framed);
    } catch (IOException expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }
}
