// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The portal answers with the statuses of the protocol. */
class PortalTest {
  private final Emulator emulator = Emulator.builder().file("a", new byte[10]).start();
  private final PlainReader reader = new PlainReader(emulator);

  @AfterEach
  void closeEmulator() {
    emulator.close();
  }

  @Test
  void knowsItsStatuses() throws Exception {
    String id = Long.toString(emulator.file("a").id());
    assertThat(reader.list(id, emulator.accessKeyId()).statusCode()).isEqualTo(200);
    assertThat(reader.list(id, "wrong").statusCode()).isEqualTo(401);
    assertThat(reader.list("77", emulator.accessKeyId()).statusCode()).isEqualTo(400);
    assertThat(reader.list("no-number", emulator.accessKeyId()).statusCode()).isEqualTo(500);
    assertThat(emulator.requests().portalStatuses()).containsOnlyKeys(200, 400, 401, 500);
  }

  @Test
  void followsChangesOfFiles() throws Exception {
    assertThat(reader.read("a")).isEqualTo(new byte[10]);
    emulator.replace("a", Content.of(new byte[] {1, 2, 3}));
    assertThat(reader.read("a")).containsExactly(1, 2, 3);
    EmulatedFile b = emulator.add("b", Content.of(new byte[] {4}));
    assertThat(b.id()).isGreaterThan(emulator.file("a").id());
    assertThat(reader.read("b")).containsExactly(4);
    String id = Long.toString(emulator.file("a").id());
    emulator.delete("a");
    assertThat(reader.list(id, emulator.accessKeyId()).statusCode()).isEqualTo(400);
  }

  @Test
  void stopsAndStartsOnTheSamePort() throws Exception {
    int port = emulator.portalUri().getPort();
    emulator.stopPortal();
    assertThatThrownBy(() -> reader.read("a")).isInstanceOf(IOException.class);
    emulator.startPortal();
    assertThat(emulator.portalUri().getPort()).isEqualTo(port);
    assertThat(reader.read("a")).hasSize(10);
    emulator.stopStorage();
    assertThatThrownBy(() -> reader.read("a")).isInstanceOf(IOException.class);
    emulator.startStorage();
    assertThat(reader.read("a")).hasSize(10);
  }
}
