// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.FileEvent;
import io.directio.FileEvent.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is dropped, and that what is left leads to the same files. */
class EventDeduplicatorTest {

  private static FileEvent event(String guid, String gvsn, boolean deleted, String name) {
    return new FileEvent(
        Type.FILE, guid, deleted, name, "p", 1, 2, 3, gvsn, null, null, null, null, null);
  }

  private final EventDeduplicator news = new EventDeduplicator(10);

  @Test
  void dropsDuplicatesAndWhatIsOlder() {
    assertThat(news.accept(event("a", "5", false, "n"))).isTrue();
    assertThat(news.accept(event("a", "5", false, "n"))).isFalse();
    assertThat(news.accept(event("a", "4", false, "before"))).isFalse();
    assertThat(news.accept(event("a", "6", false, "n"))).isTrue();
    assertThat(news.accept(event("b", "1", false, "n"))).isTrue();
  }

  @Test
  void dropsACreationAfterItsDeletion() {
    assertThat(news.accept(event("a", "6", true, "n"))).isTrue();
    assertThat(news.accept(event("a", "5", false, "n"))).isFalse();
    assertThat(news.accept(event("a", "6", false, "n"))).isFalse();
    assertThat(news.accept(event("a", "7", false, "n"))).isTrue();
  }

  @Test
  void takesADeletionWithoutAVersionOfItsOwn() {
    assertThat(news.accept(event("a", "5", false, "n"))).isTrue();
    assertThat(news.accept(event("a", null, true, "n"))).isTrue();
    assertThat(news.accept(event("a", null, true, "n"))).isFalse();
    assertThat(news.accept(event("a", "5", false, "n"))).isFalse();
    assertThat(news.accept(event("a", "6", false, "n"))).isTrue();
  }

  @Test
  void keepsARenamingThatHasNoVersionOfItsOwn() {
    assertThat(news.accept(event("a", "5", false, "n"))).isTrue();
    assertThat(news.accept(event("a", "5", false, "renamed"))).isTrue();
    assertThat(news.accept(event("a", "5", false, "renamed"))).isFalse();
  }

  @Test
  void dropsOnlyRepetitionsWhereThereAreNoVersions() {
    for (String gvsn : new String[] {null, "12:34"}) {
      EventDeduplicator fresh = new EventDeduplicator(10);
      assertThat(fresh.accept(event("a", gvsn, false, "n"))).isTrue();
      assertThat(fresh.accept(event("a", gvsn, false, "n"))).isFalse();
      assertThat(fresh.accept(event("a", gvsn, true, "n"))).isTrue();
      assertThat(fresh.accept(event("a", gvsn, false, "n"))).isTrue();
    }
  }

  @Test
  void remembersNoMoreThanItIsTold() {
    EventDeduplicator two = new EventDeduplicator(2);
    two.accept(event("a", "5", false, "n"));
    two.accept(event("b", "5", false, "n"));
    two.accept(event("a", "5", false, "n"));
    two.accept(event("c", "5", false, "n"));

    assertThat(two.accept(event("a", "5", false, "n"))).isFalse();
    assertThat(two.accept(event("b", "5", false, "n"))).isTrue();
    assertThatThrownBy(() -> new EventDeduplicator(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 500)
  void anyOrderWithRepetitionsEndsWithTheSameFiles(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int files) {
    Random random = new Random(seed);
    List<FileEvent> history = new ArrayList<>();
    Map<String, String> truth = new TreeMap<>();
    for (int version = 1; version <= 40; version++) {
      String guid = "f" + random.nextInt(files);
      boolean deleted = truth.containsKey(guid) && random.nextInt(3) == 0;
      FileEvent event = event(guid, Integer.toString(version), deleted, "name" + version);
      history.add(event);
      if (deleted) {
        truth.remove(guid);
      } else {
        truth.put(guid, event.name());
      }
    }
    List<FileEvent> arrived = new ArrayList<>(history);
    for (int i = 0; i < 30; i++) {
      arrived.add(history.get(random.nextInt(history.size())));
    }
    Collections.shuffle(arrived, random);
    int from = random.nextInt(arrived.size());
    arrived.addAll(arrived.subList(from, arrived.size()).stream().toList());

    EventDeduplicator dedup = new EventDeduplicator(files);
    Map<String, String> there = new TreeMap<>();
    for (FileEvent event : arrived) {
      if (!dedup.accept(event)) {
        continue;
      }
      if (event.deleted()) {
        there.remove(event.guid());
      } else {
        there.put(event.guid(), event.name());
      }
    }
    assertThat(there).isEqualTo(truth);
  }
}
