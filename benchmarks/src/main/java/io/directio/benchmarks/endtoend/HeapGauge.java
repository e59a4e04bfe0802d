// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Follows how much of the heap is in use after each garbage collection.
 *
 * <p><b>Threading:</b> safe; the JVM notifies on a thread of its own.
 */
final class HeapGauge {

  private final Set<String> heapPools =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .map(MemoryPoolMXBean::getName)
          .collect(Collectors.toUnmodifiableSet());
  private long peak;
  private long collections;

  /** Begins to follow. */
  void start() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener((notification, context) -> collected(notification), null, null);
    }
  }

  private synchronized void collected(Notification notification) {
    if (notification
        .getType()
        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
      Map<String, MemoryUsage> after =
          GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
              .getGcInfo()
              .getMemoryUsageAfterGc();
      collections++;
      peak =
          Math.max(
              peak,
              after.entrySet().stream()
                  .filter(pool -> heapPools.contains(pool.getKey()))
                  .mapToLong(pool -> pool.getValue().getUsed())
                  .sum());
    }
  }

  /** Forgets what was seen so far. */
  synchronized void reset() {
    peak = 0;
    collections = 0;
  }

  /** Most bytes that were in use after a collection; 0 if there was none. */
  synchronized long peak() {
    return peak;
  }

  /** How many collections there were. */
  synchronized long collections() {
    return collections;
  }
}
