// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import java.util.LinkedHashSet;

/**
 * Remembers some things, the latest ones: enough to drop what is still on its way of a file that
 * has failed. What slips through costs work, never correctness.
 *
 * @param <T> what is remembered; told apart by equality
 */
final class Recent<T> {

  private static final int MOST = 10_000;

  private final LinkedHashSet<T> things = new LinkedHashSet<>();

  /** Remembers something; returns whether it was not known before. */
  boolean add(T thing) {
    boolean isNew = things.add(thing);
    if (things.size() > MOST) {
      things.remove(things.iterator().next());
    }
    return isNew;
  }

  boolean contains(T thing) {
    return things.contains(thing);
  }

  void remove(T thing) {
    things.remove(thing);
  }
}
