// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileEvent;
import io.directio.FileEvent.Type;
import io.directio.FileRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which events a filter lets through. */
class EventFilterTest {

  private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant NEW = Instant.parse("2026-01-01T00:00:00Z");

  private static FileEvent file(String path, long size, Instant time) {
    return event(Type.FILE, false, path, size, time, null);
  }

  private static FileEvent event(
      Type type, boolean deleted, String path, long size, Instant time, Instant modified) {
    return new FileEvent(
        type, "g", deleted, "n", "p", 1, 2, size, "3", time, modified, null, null, path);
  }

  @Test
  void letsEverythingThroughUnlessToldOtherwise() {
    assertThat(EventFilter.ALL.accepts(file(null, FileRef.UNKNOWN, null))).isTrue();
    assertThat(EventFilter.ALL.accepts(FileEvent.of(Type.OTHER, "g", "", true))).isTrue();
    assertThat(EventFilter.ALL.needsPaths()).isFalse();
  }

  @Test
  void judgesPaths() {
    EventFilter filter = EventFilter.builder().include("docs/**", "*.md").exclude("*.tmp").build();

    assertThat(filter.accepts(file("docs/x/a", 1, NEW))).isTrue();
    assertThat(filter.accepts(file("other/a.md", 1, NEW))).isTrue();
    assertThat(filter.accepts(file("other/a", 1, NEW))).isFalse();
    assertThat(filter.accepts(file("docs/a.tmp", 1, NEW))).isFalse();
    assertThat(filter.accepts(file(null, 1, NEW))).isFalse();
    assertThat(filter.needsPaths()).isTrue();
  }

  @Test
  void judgesSizesBothEndsIncluded() {
    EventFilter filter = EventFilter.builder().minSize(10).maxSize(20).build();

    assertThat(filter.accepts(file("a", 9, NEW))).isFalse();
    assertThat(filter.accepts(file("a", 10, NEW))).isTrue();
    assertThat(filter.accepts(file("a", 20, NEW))).isTrue();
    assertThat(filter.accepts(file("a", 21, NEW))).isFalse();
    assertThat(filter.accepts(file("a", FileRef.UNKNOWN, NEW))).isTrue();
    assertThat(filter.accepts(event(Type.FOLDER, false, "a", 0, null, null))).isTrue();
    assertThatThrownBy(() -> EventFilter.builder().minSize(2).maxSize(1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void judgesTimesOfTheContentBeforeThoseOfThePortal() {
    EventFilter filter = EventFilter.builder().modifiedSince(NEW).build();

    assertThat(filter.accepts(file("a", 1, NEW))).isTrue();
    assertThat(filter.accepts(file("a", 1, OLD))).isFalse();
    assertThat(filter.accepts(event(Type.FILE, false, "a", 1, OLD, NEW))).isFalse();
    assertThat(filter.accepts(event(Type.FILE, false, "a", 1, null, OLD))).isFalse();
    assertThat(filter.accepts(file("a", 1, null))).isTrue();
  }

  @Test
  void letsDeletionsThroughWhateverTheirSize() {
    EventFilter filter =
        EventFilter.builder().minSize(10).modifiedSince(NEW).include("docs/**").build();

    assertThat(filter.accepts(event(Type.FILE, true, "docs/a", 0, OLD, OLD))).isTrue();
    assertThat(filter.accepts(event(Type.FILE, true, "x/a", 0, OLD, OLD))).isFalse();
    assertThat(filter.accepts(event(Type.FILE, true, null, 0, OLD, OLD))).isTrue();
  }

  @Test
  void judgesTypes() {
    EventFilter files = EventFilter.builder().types(Type.FILE).build();

    assertThat(files.accepts(file("a", 1, NEW))).isTrue();
    assertThat(files.accepts(event(Type.FOLDER, false, "a", 0, null, null))).isFalse();
  }

  @Test
  void travels() throws Exception {
    NotificationOptions options =
        NotificationOptions.builder()
            .filter(
                EventFilter.builder()
                    .include("a/**")
                    .types(Type.FILE, Type.FOLDER)
                    .modifiedSince(NEW)
                    .build())
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(options);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(options);
    }
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }
}
