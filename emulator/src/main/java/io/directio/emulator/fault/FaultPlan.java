// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults of one side, in the order in which they were switched on. The first that strikes wins.
 */
public final class FaultPlan {
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  <F extends Fault> F add(F fault) {
    faults.add(fault);
    return fault;
  }

  /** The fault that strikes this request, if any; asking counts. */
  public Optional<Fault> strike(Target target) {
    for (Fault fault : faults) {
      if (fault.strikes(target)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  void clear() {
    faults.forEach(Fault::lift);
    faults.clear();
  }
}
