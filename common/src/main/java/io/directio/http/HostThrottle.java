// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Decides how many requests a host may be asked at once. The limit halves when the host says that
 * it is too much (429, 503), grows back by one with each round of successes, and stands still for
 * as long as the host asks for. Each host is on its own: one that is busy doesn't slow the others.
 *
 * <p>Requests that were under way when the limit was cut don't cut it again: they were sent before
 * the host could notice that there are fewer.
 *
 * <p><b>Threading:</b> shared by all threads; every method is safe.
 */
public final class HostThrottle {

  private final int maximum;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Host> hosts = new HashMap<>();
  private long waited;
  private long waitUntil;

  /**
   * @param maximum requests at once to one host when it is well
   */
  public HostThrottle(int maximum) {
    this(maximum, System::nanoTime);
  }

  /**
   * @param maximum requests at once to one host when it is well
   * @param nanoClock a clock that only moves forward, in nanoseconds
   */
  public HostThrottle(int maximum, LongSupplier nanoClock) {
    if (maximum < 1) {
      throw new IllegalArgumentException("At least one request at once, not " + maximum);
    }
    this.maximum = maximum;
    this.nanoClock = nanoClock;
    this.waitUntil = nanoClock.getAsLong();
  }

  /** Waits until the host may be asked. The permit must be closed once the answer was read. */
  public Permit acquire(String host) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Optional<Permit> permit = tryAcquire(host);
        if (permit.isPresent()) {
          return permit.get();
        }
        Host state = hosts.get(host);
        long pause = state.pausedUntil - nanoClock.getAsLong();
        if (state.inUse < state.limit && pause > 0) {
          changed.awaitNanos(Math.min(pause, TimeUnit.SECONDS.toNanos(1)));
        } else {
          changed.await();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A permit if the host may be asked right now. */
  public Optional<Permit> tryAcquire(String host) {
    lock.lock();
    try {
      Host state = hosts.computeIfAbsent(host, name -> new Host(maximum, nanoClock.getAsLong()));
      if (state.inUse >= state.limit || state.pausedUntil - nanoClock.getAsLong() > 0) {
        return Optional.empty();
      }
      state.inUse++;
      return Optional.of(new Permit(host, state, state.cuts));
    } finally {
      lock.unlock();
    }
  }

  /** How many requests the host may be asked at once as things stand. */
  public int limit(String host) {
    lock.lock();
    try {
      Host state = hosts.get(host);
      return state == null ? maximum : state.limit;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts that a request waits from now on, as its host said that it is asked too much.
   *
   * @param pause how long
   */
  public void waits(Duration pause) {
    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      long begin = waitUntil - now > 0 ? waitUntil : now;
      long end = now + pause.toNanos();
      if (end - begin > 0) {
        waited += end - begin;
        waitUntil = end;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How long, so far, there was at least one request that {@link #waits}, in nanoseconds. */
  public long waitedNanos() {
    lock.lock();
    try {
      return waited - Math.max(0, waitUntil - nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  /** Hosts about which something has to be remembered. */
  int remembered() {
    lock.lock();
    try {
      return hosts.size();
    } finally {
      lock.unlock();
    }
  }

  private static final class Host {
    private int limit;
    private int inUse;
    private int successes;
    private int cuts;
    private long pausedUntil;

    Host(int limit, long now) {
      this.limit = limit;
      this.pausedUntil = now;
    }
  }

  /** The right to ask a host once. */
  public final class Permit implements AutoCloseable {

    private final String name;
    private final Host host;
    private final int cutsBefore;
    private boolean closed;

    private Permit(String name, Host host, int cutsBefore) {
      this.name = name;
      this.host = host;
      this.cutsBefore = cutsBefore;
    }

    /** The host answered as it should. */
    public void succeeded() {
      lock.lock();
      try {
        if (host.limit < maximum && ++host.successes >= host.limit) {
          host.successes = 0;
          host.limit++;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /**
     * The host said that it is asked too much.
     *
     * @param retryAfter how long it asked to be left alone, if it said so
     */
    public void throttled(Optional<Duration> retryAfter) {
      lock.lock();
      try {
        if (host.cuts == cutsBefore) {
          host.cuts++;
          host.limit = Math.max(1, host.limit / 2);
        }
        host.successes = 0;
        long until = nanoClock.getAsLong() + retryAfter.orElse(Duration.ZERO).toNanos();
        if (until - host.pausedUntil > 0) {
          host.pausedUntil = until;
        }
      } finally {
        lock.unlock();
      }
    }

    /** Gives the permit back; further calls do nothing. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (closed) {
          return;
        }
        closed = true;
        host.inUse--;
        // Hosts come from listings, so their number has no bound of its own.
        boolean nothingToRemember = host.inUse == 0 && host.limit == maximum;
        if (nothingToRemember && host.pausedUntil - nanoClock.getAsLong() <= 0) {
          hosts.remove(name, host);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
