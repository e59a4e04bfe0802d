// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A fault that is switched on.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public class Fault {
  private final Scope scope;
  private final Action action;
  private final SplittableRandom random;
  private long matched;
  private long hits;
  private boolean lifted;

  /** Which requests a fault strikes, and how many of them. */
  record Scope(
      Predicate<Target> targets,
      long skip,
      long times,
      double probability,
      long seed,
      Duration delay) {
    static final Scope ALL = new Scope(target -> true, 0, Long.MAX_VALUE, 1, 0, Duration.ZERO);
  }

  Fault(Scope scope, Action action) {
    this.scope = scope;
    this.action = action;
    this.random = new SplittableRandom(scope.seed());
  }

  /** How many requests it has struck. */
  public final synchronized long hits() {
    return hits;
  }

  /** Switches it off; harmless when it is off. */
  public final synchronized void lift() {
    lifted = true;
  }

  /** Whether this request is struck, which then counts. */
  final synchronized boolean strikes(Target target) {
    if (lifted || hits >= scope.times() || !scope.targets().test(target)) {
      return false;
    }
    if (matched++ < scope.skip()) {
      return false;
    }
    if (scope.probability() < 1 && random.nextDouble() >= scope.probability()) {
      return false;
    }
    hits++;
    return true;
  }

  /** Shows it. */
  public final void serve(Exchange exchange, Origin origin) throws IOException {
    Pause.of(scope.delay());
    action.serve(exchange, origin);
  }
}
