// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

/** Switches faults on and off, at any time, from any thread. */
public final class Faults {
  private final FaultPlan portal;
  private final FaultPlan storage;
  private final FaultPlan notifications;
  private final Files files;

  /**
   * The faults of an emulator.
   *
   * @param files what must be known of them
   */
  public Faults(FaultPlan portal, FaultPlan storage, FaultPlan notifications, Files files) {
    this.portal = portal;
    this.storage = storage;
    this.notifications = notifications;
    this.files = files;
  }

  /** Faults of the portal, as far as Direct IO is concerned. */
  public PortalFaults portal() {
    return new PortalFaults(portal, Fault.Scope.ALL, files);
  }

  /** Faults of the object store. */
  public StorageFaults storage() {
    return new StorageFaults(storage, Fault.Scope.ALL, files);
  }

  /** Faults of the portal's Notification Service. */
  public NotificationFaults notifications() {
    return new NotificationFaults(notifications, Fault.Scope.ALL, files);
  }

  /** Switches all of them off. */
  public void clear() {
    portal.clear();
    storage.clear();
    notifications.clear();
  }
}
