// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import java.util.List;

/** Cuts lists of different lengths into batches. */
final class Batches {

  private Batches() {}

  /** What a list has from an index on, up to a number of items; perhaps nothing. */
  static <T> List<T> part(List<T> items, int from, int most) {
    int begin = Math.min(items.size(), from);
    return items.subList(begin, Math.min(items.size(), begin + most));
  }
}
