// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a process has held, from time to time while it did the same again and again: no more in the
 * end than soon after the beginning. What is in flight comes and goes, and a leak lifts what is
 * held at the least; so quarters are compared by their lower quartiles, and the first one, in which
 * all gets warm, is left out.
 */
final class Footprints {

  /** Classes, compiled code's constants and buffers come late at times. */
  private static final long HEAP_SLACK = 8 << 20;

  /** Pools grow and shrink with the load of the machine: what leaks is soon beyond that. */
  private static final long SLACK = 10;

  private static final double SWING = 0.2;

  /** Some minutes: in fewer the second quarter is still a part of warming up. */
  private static final int FEWEST = 28;

  private final String process;
  private final List<Footprint> taken = new ArrayList<>();

  Footprints(String process) {
    this.process = process;
  }

  void add(Footprint footprint) {
    taken.add(footprint);
  }

  /** The last quarter must not be above the second one, but for some slack. */
  void assertFlat() {
    assertThat(taken)
        .as("footprints of %s: with fewer, for want of blocks, nothing can be told", process)
        .hasSizeGreaterThanOrEqualTo(FEWEST);
    assertFlat("bytes of heap", Footprint::heap, HEAP_SLACK);
    assertFlat("threads", Footprint::threads, swing(Footprint::threads));
    assertFlat("sockets", Footprint::sockets, swing(Footprint::sockets));
    assertFlat("open files", Footprint::files, swing(Footprint::files));
  }

  private long swing(ToLongFunction<Footprint> measure) {
    return SLACK + (long) (SWING * low(measure, 1));
  }

  private void assertFlat(String what, ToLongFunction<Footprint> measure, long slack) {
    assertThat(low(measure, 3))
        .as("%s of %s in the end: %s", what, process, this)
        .isLessThanOrEqualTo(low(measure, 1) + slack);
  }

  /** The lower quartile of a quarter, counted from 0. */
  private long low(ToLongFunction<Footprint> measure, int quarter) {
    int size = taken.size();
    List<Footprint> part = taken.subList(size * quarter / 4, size * (quarter + 1) / 4);
    return part.stream().mapToLong(measure).sorted().skip(part.size() / 4).findFirst().orElse(0);
  }

  @Override
  public String toString() {
    return "%s, second quarter -> last quarter: heap %.1f -> %.1f MB, threads %d -> %d, sockets %d -> %d, files %d -> %d (%d samples); heaps, threads: %s"
        .formatted(
            process,
            low(Footprint::heap, 1) / 1e6,
            low(Footprint::heap, 3) / 1e6,
            low(Footprint::threads, 1),
            low(Footprint::threads, 3),
            low(Footprint::sockets, 1),
            low(Footprint::sockets, 3),
            low(Footprint::files, 1),
            low(Footprint::files, 3),
            taken.size(),
            taken.stream().map(f -> f.heap() / 1_000_000 + "/" + f.threads()).toList());
  }
}
