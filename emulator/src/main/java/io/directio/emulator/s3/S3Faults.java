// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.s3;

import io.directio.emulator.wire.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Switches faults of an {@link S3Server} on, at any time, from any thread. Of several that match a
 * call, the one that was switched on first strikes.
 */
public final class S3Faults {

  private final List<S3Fault> faults = new CopyOnWriteArrayList<>();

  /** Faults of one kind of call. */
  public Scope on(S3Call call) {
    return new Scope(head -> S3Call.of(head) == call, Integer.MAX_VALUE);
  }

  /** Faults of calls that have a header whose name begins so. */
  public Scope withHeader(String prefix) {
    return new Scope(
        head ->
            head.headers().fields().stream()
                .anyMatch(
                    field -> field.getKey().regionMatches(true, 0, prefix, 0, prefix.length())),
        Integer.MAX_VALUE);
  }

  /** Switches all of them off. */
  public void clear() {
    faults.clear();
  }

  Optional<S3Fault> strike(RequestHead head) {
    return faults.stream().filter(fault -> fault.strikes(head)).findFirst();
  }

  /** Which calls a fault strikes. */
  public final class Scope {
    private final Predicate<RequestHead> requests;
    private final int times;

    private Scope(Predicate<RequestHead> requests, int times) {
      this.requests = requests;
      this.times = times;
    }

    /** At most so many calls. */
    public Scope times(int most) {
      return new Scope(requests, most);
    }

    /** One call. */
    public Scope once() {
      return times(1);
    }

    /** An error in place of the call. With status 200 it stands in the body, as S3 does it. */
    public S3Fault fails(int status, String code) {
      return add(false, status, code);
    }

    /** The call is done, and then an error is answered. */
    public S3Fault failsAfterwards(int status, String code) {
      return add(true, status, code);
    }

    private S3Fault add(boolean afterwards, int status, String code) {
      S3Fault fault = new S3Fault(requests, times, afterwards, status, code);
      faults.add(fault);
      return fault;
    }
  }
}
