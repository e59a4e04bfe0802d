// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import java.util.function.ToLongFunction;

/** Switches faults on and off, at any time, from any thread. */
public final class Faults {
  private final FaultPlan portal;
  private final FaultPlan storage;
  private final ToLongFunction<String> ids;

  /**
   * The faults of an emulator.
   *
   * @param ids finds the id of a file by its path; throws when there is none
   */
  public Faults(FaultPlan portal, FaultPlan storage, ToLongFunction<String> ids) {
    this.portal = portal;
    this.storage = storage;
    this.ids = ids;
  }

  /** Faults of the portal. */
  public PortalFaults portal() {
    return new PortalFaults(portal, Fault.Scope.ALL, ids);
  }

  /** Faults of the object store. */
  public StorageFaults storage() {
    return new StorageFaults(storage, Fault.Scope.ALL, ids);
  }

  /** Switches all of them off. */
  public void clear() {
    portal.clear();
    storage.clear();
  }
}
