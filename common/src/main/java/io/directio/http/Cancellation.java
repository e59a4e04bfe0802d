// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

/**
 * Ends a call from another thread: before it is sent, while it waits for headers, or in the middle
 * of its body. The caller of the call gets an {@link HttpException} of kind CANCELLED. Only the
 * wait for a free connection is not ended by it, but by an interrupt. One cancellation can be used
 * for several calls, one after the other; once cancelled, it cancels every later call too.
 *
 * <p><b>Threading:</b> every method is safe.
 */
public final class Cancellation {

  private Exchange exchange;
  private boolean cancelled;

  /** Cancels the call that is under way, and every later one. */
  public void cancel() {
    Exchange current;
    synchronized (this) {
      cancelled = true;
      current = exchange;
    }
    if (current != null) {
      current.abort(reason());
    }
  }

  /** Whether {@link #cancel()} was called. */
  public synchronized boolean isCancelled() {
    return cancelled;
  }

  void attach(Exchange next) {
    boolean tooLate;
    synchronized (this) {
      exchange = next;
      tooLate = cancelled;
    }
    if (tooLate) {
      next.abort(reason());
    }
  }

  static HttpException reason() {
    return new HttpException(HttpException.Kind.CANCELLED, "The call was cancelled");
  }
}
