// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.fault.Target;
import io.directio.emulator.notify.NotificationCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What was asked of the portal and of the storage. Requests count when they arrive, whatever
 * becomes of them; statuses when the answer has been sent. Holds no URL query and no credential.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class RequestLog {
  private final ToLongFunction<String> ids;
  private final Map<Long, AtomicLong> listings = new ConcurrentHashMap<>();
  private final Map<NotificationCall, AtomicLong> notificationCalls = new ConcurrentHashMap<>();
  private final Map<Target, AtomicLong> gets = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> portalStatuses = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> storageStatuses = new ConcurrentHashMap<>();
  private final Map<Target, List<String>> ranges = new ConcurrentHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();

  RequestLog(ToLongFunction<String> ids) {
    this.ids = ids;
  }

  /** Requests to the portal for files' blocks. */
  public long portalCalls() {
    return sum(listings);
  }

  /** Requests to the portal for this file. */
  public long portalCalls(String path) {
    return value(listings, ids.applyAsLong(path));
  }

  /** Calls of the Notification Service, logins included. */
  public long notificationCalls() {
    return sum(notificationCalls);
  }

  /** Calls of this kind of the Notification Service. */
  public long notificationCalls(NotificationCall call) {
    return value(notificationCalls, call);
  }

  /** Requests to the storage. */
  public long gets() {
    return sum(gets);
  }

  /** Requests to the storage for this file's blocks. */
  public long gets(String path) {
    long id = ids.applyAsLong(path);
    return gets.entrySet().stream()
        .filter(e -> e.getKey().fileId() == id)
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** Requests to the storage for this block, numbered from 1. */
  public long gets(String path, int block) {
    long id = ids.applyAsLong(path);
    return gets.entrySet().stream()
        .filter(e -> e.getKey().fileId() == id && e.getKey().block() == block)
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** Requests to this storage host, numbered from 0. */
  public long getsOfHost(int host) {
    return gets.entrySet().stream()
        .filter(e -> e.getKey().host() == host)
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** How often each status was answered by the portal when it was asked for files' blocks. */
  public Map<Integer, Long> portalStatuses() {
    return snapshot(portalStatuses);
  }

  /** How often each status was answered by the storage; 0 = connection ended without any. */
  public Map<Integer, Long> storageStatuses() {
    return snapshot(storageStatuses);
  }

  /** The Range headers that came for this block, in order of arrival; "" where there was none. */
  public List<String> ranges(String path, int block) {
    long id = ids.applyAsLong(path);
    List<String> found = new ArrayList<>();
    ranges.forEach(
        (target, values) -> {
          if (target.fileId() == id && target.block() == block) {
            synchronized (values) {
              found.addAll(values);
            }
          }
        });
    return found;
  }

  /** The largest number of storage requests that ran at the same time. */
  public int peakConcurrency() {
    return peak.get();
  }

  /** What clients did that they must never do; without any secret. */
  public List<String> violations() {
    synchronized (violations) {
      return List.copyOf(violations);
    }
  }

  /**
   * Fails when a client did what it must never do, above all send an Authorization header to the
   * storage.
   *
   * @throws AssertionError names every violation
   */
  public void assertNoViolations() {
    List<String> found = violations();
    if (!found.isEmpty()) {
      throw new AssertionError("the client must never do this: " + String.join("; ", found));
    }
  }

  /** Forgets everything, violations too. */
  public void reset() {
    listings.clear();
    notificationCalls.clear();
    gets.clear();
    portalStatuses.clear();
    storageStatuses.clear();
    ranges.clear();
    peak.set(running.get());
    synchronized (violations) {
      violations.clear();
    }
  }

  void portalCall(long fileId) {
    count(listings, fileId);
  }

  void notificationCall(NotificationCall call) {
    count(notificationCalls, call);
  }

  void portalAnswer(int status) {
    count(portalStatuses, status);
  }

  void storageCall(Target target, String range) {
    peak.accumulateAndGet(running.incrementAndGet(), Math::max);
    count(gets, target);
    List<String> values = ranges.computeIfAbsent(target, t -> new ArrayList<>(1));
    synchronized (values) {
      values.add(range);
    }
  }

  void storageAnswer(int status) {
    running.decrementAndGet();
    count(storageStatuses, status);
  }

  void violation(String what) {
    synchronized (violations) {
      violations.add(what);
    }
  }

  private static <K> void count(Map<K, AtomicLong> counters, K key) {
    counters.computeIfAbsent(key, k -> new AtomicLong()).incrementAndGet();
  }

  private static <K> long value(Map<K, AtomicLong> counters, K key) {
    AtomicLong counter = counters.get(key);
    return counter == null ? 0 : counter.get();
  }

  private static long sum(Map<?, AtomicLong> counters) {
    return counters.values().stream().mapToLong(AtomicLong::get).sum();
  }

  private static Map<Integer, Long> snapshot(Map<Integer, AtomicLong> counters) {
    Map<Integer, Long> copy = new TreeMap<>();
    counters.forEach((status, counter) -> copy.put(status, counter.get()));
    return copy;
  }
}
