// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a process has held, from time to time while it did the same again and again: no more in the
 * end than soon after the beginning.
 */
final class Footprints {

  /** Classes, compiled code's constants and buffers come late at times. */
  private static final long HEAP_SLACK = 8 << 20;

  /** Pools grow and shrink with the load of the machine. */
  private static final long SLACK = 10;

  private static final int FEWEST = 8;

  private final String process;
  private final List<Footprint> taken = new ArrayList<>();

  Footprints(String process) {
    this.process = process;
  }

  void add(Footprint footprint) {
    taken.add(footprint);
  }

  /** The middle of the second quarter, when it had warmed up, and that of the last one. */
  void assertFlat() {
    assertThat(taken).as("footprints of %s", process).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertFlat("bytes of heap", Footprint::heap, HEAP_SLACK);
    assertFlat("threads", Footprint::threads, SLACK);
    assertFlat("sockets", Footprint::sockets, SLACK);
    assertFlat("open files", Footprint::files, SLACK);
  }

  private void assertFlat(String what, ToLongFunction<Footprint> measure, long slack) {
    assertThat(median(measure, 3))
        .as("%s of %s in the end: %s", what, process, this)
        .isLessThanOrEqualTo(median(measure, 1) + slack);
  }

  /** Of a quarter, counted from 0. */
  private long median(ToLongFunction<Footprint> measure, int quarter) {
    int size = taken.size();
    List<Footprint> part = taken.subList(size * quarter / 4, size * (quarter + 1) / 4);
    return part.stream().mapToLong(measure).sorted().skip(part.size() / 2).findFirst().orElse(0);
  }

  @Override
  public String toString() {
    return "%s, second quarter -> last quarter: heap %.1f -> %.1f MB, threads %d -> %d, sockets %d -> %d, files %d -> %d (%d samples)"
        .formatted(
            process,
            median(Footprint::heap, 1) / 1e6,
            median(Footprint::heap, 3) / 1e6,
            median(Footprint::threads, 1),
            median(Footprint::threads, 3),
            median(Footprint::sockets, 1),
            median(Footprint::sockets, 3),
            median(Footprint::files, 1),
            median(Footprint::files, 3),
            taken.size());
  }
}
