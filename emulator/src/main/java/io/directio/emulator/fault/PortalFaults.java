// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import java.util.function.ToLongFunction;

/** Faults of the portal. */
public final class PortalFaults extends FaultScope<PortalFaults> {
  PortalFaults(FaultPlan plan, Fault.Scope scope, ToLongFunction<String> ids) {
    super(plan, scope, ids);
  }

  @Override
  PortalFaults with(Fault.Scope other) {
    return new PortalFaults(plan, other, ids);
  }
}
