// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.http.Cancellation;
import io.directio.http.HostThrottle;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Gets objects, and asks a second time for one that takes long: the first answer wins, and the
 * other call is cancelled. A second request is made only if there is memory, a thread and a permit
 * for it, and nobody waits because of a limit, so hedging never gets in the way of first requests.
 *
 * <p><b>Threading:</b> safe for use by many threads. The thread that asks is the one that returns;
 * the second request runs on a hedger's.
 */
final class HedgedSource {

  private final ObjectSource objects;
  private final Duration after;
  private final HostThrottle throttle;
  private final ByteBudget.Account account;
  private final ArrayPool arrays;
  private final Workers workers;
  private final ReadCounters counters;

  /**
   * @param after how long a block may take before it is asked for again; null: never
   */
  HedgedSource(
      ObjectSource objects,
      Duration after,
      HostThrottle throttle,
      ByteBudget budget,
      ArrayPool arrays,
      Workers workers,
      ReadCounters counters) {
    this.objects = objects;
    this.after = after;
    this.throttle = throttle;
    this.account = budget.open(() -> {});
    this.arrays = arrays;
    this.workers = workers;
    this.counters = counters;
  }

  /** Gets an object, as {@link ObjectSource#get} does. */
  StoredObject get(BlockFetch fetch, String url, HostThrottle.Permit permit)
      throws IOException, FetchFailure {
    if (after == null) {
      Cancellation call = fetch.callBegins();
      try {
        return objects.get(fetch, url, permit, call);
      } finally {
        fetch.callEnds(call);
      }
    }
    return new Race(fetch, url).run(permit);
  }

  /** One object, and up to two requests for it. */
  private final class Race {

    private final BlockFetch fetch;
    private final String url;
    private final Cancellation first;
    private final Cancellation second;
    private StoredObject won;
    private boolean hedging;
    private boolean over;

    Race(BlockFetch fetch, String url) {
      this.fetch = fetch;
      this.url = url;
      this.first = fetch.callBegins();
      this.second = fetch.callBegins();
    }

    StoredObject run(HostThrottle.Permit permit) throws IOException, FetchFailure {
      Future<?> start = schedule();
      try {
        StoredObject object = objects.get(fetch, url, permit, first);
        return finished(object);
      } catch (IOException | FetchFailure e) {
        StoredObject other = awaitOther();
        if (other == null) {
          throw e;
        }
        return other;
      } finally {
        if (start != null) {
          start.cancel(false);
        }
        second.cancel();
        fetch.callEnds(first);
        fetch.callEnds(second);
      }
    }

    private Future<?> schedule() {
      try {
        return workers.timer().schedule(this::begin, after.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException clientIsClosed) {
        return null;
      }
    }

    /** The first request has its object: keep it, unless the second was faster. */
    private synchronized StoredObject finished(StoredObject object) {
      over = true;
      if (won != null) {
        arrays.give(object.array());
        return won;
      }
      return object;
    }

    /** The first request has failed, perhaps because the second won; null if that is no help. */
    private synchronized StoredObject awaitOther() {
      boolean interrupted = false;
      while (hedging && won == null) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
          second.cancel();
        }
      }
      over = true;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return won;
    }

    /** On the timer's thread: the block has taken long. */
    private void begin() {
      synchronized (this) {
        if (over || fetch.isCancelled() || objects.areHeldBack()) {
          return;
        }
        Optional<HostThrottle.Permit> permit = throttle.tryAcquire(StorageUrl.authority(url));
        if (permit.isEmpty()) {
          return;
        }
        if (!account.tryReserve(fetch.weight())) {
          account.stopWaiting();
          permit.get().close();
          return;
        }
        try {
          workers.hedgers().execute(() -> second(permit.get()));
          hedging = true;
        } catch (RejectedExecutionException noThread) {
          account.release(fetch.weight());
          permit.get().close();
        }
      }
    }

    private void second(HostThrottle.Permit permit) {
      counters.hedged();
      StoredObject object = null;
      try (HostThrottle.Permit held = permit) {
        object = objects.get(fetch, url, held, second);
      } catch (IOException | FetchFailure noHelp) {
        // The first request tells how it ended.
      } finally {
        account.release(fetch.weight());
        ended(object);
      }
    }

    private void ended(StoredObject object) {
      boolean useless;
      synchronized (this) {
        hedging = false;
        useless = over && object != null;
        if (!over) {
          won = object;
        }
        notifyAll();
      }
      if (useless) {
        arrays.give(object.array());
      } else if (object != null) {
        first.cancel();
      }
    }
  }
}
