// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.DirectIOException;
import io.directio.http.Backoff;
import io.directio.http.HostThrottle;
import io.directio.http.HttpAnswer;
import io.directio.http.HttpCall;
import io.directio.http.HttpException;
import io.directio.http.HttpTransport;
import io.directio.portal.FailedAttempt.Next;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls of a portal's API: tries again what can go better, within the attempts and the
 * shared budget of a {@link Backoff}, as many at once as a {@link HostThrottle} lets through. What
 * a failure means is each call's own business.
 *
 * <p><b>Threading:</b> every method is safe; {@link #make} blocks its caller.
 */
final class PortalCalls {

  private static final Logger LOG = LoggerFactory.getLogger(PortalCalls.class);

  /** Enough to see how an answer begins. */
  private static final int PEEK = 512;

  private final HttpTransport transport;
  private final Backoff backoff;
  private final HostThrottle throttle;
  private final Clock clock;
  private final LongAdder sent = new LongAdder();
  private final LongAdder retries = new LongAdder();

  PortalCalls(HttpTransport transport, Backoff backoff, HostThrottle throttle, Clock clock) {
    this.transport = transport;
    this.backoff = backoff;
    this.throttle = throttle;
    this.clock = clock;
  }

  /** Requests sent so far, retries included. */
  long sent() {
    return sent.sum();
  }

  /** Retries so far. */
  long retries() {
    return retries.sum();
  }

  /** Makes a call until it succeeds or is not worth another attempt. */
  <T, E extends DirectIOException> T make(PortalCall<T, E> call) throws E {
    backoff.firstAttempt();
    int failures = 0;
    boolean confirmed = false;
    while (true) {
      HttpCall request = call.request();
      try {
        return attempt(call, request);
      } catch (InterruptedException e) {
        throw interrupted(call, e);
      } catch (FailedAttempt e) {
        failures++;
        boolean hopeless = e.next() == Next.GIVE_UP || e.next() == Next.CONFIRM && confirmed;
        if (hopeless || !await(call, failures, e)) {
          throw call.failures().cast(e.failure());
        }
        retries.increment();
        LOG.debug("{} again after: {}", call, e.failure().getMessage());
        if (e.next() == Next.CONFIRM) {
          confirmed = true;
          call.renewCredentials();
        }
      }
    }
  }

  private <T, E extends DirectIOException> T attempt(PortalCall<T, E> call, HttpCall request)
      throws FailedAttempt, InterruptedException {
    try (HostThrottle.Permit permit = throttle.acquire(request.host())) {
      sent.increment();
      try (HttpAnswer answer = transport.send(request, call.cancellation())) {
        T result = read(call, answer);
        permit.succeeded();
        return result;
      } catch (FailedAttempt e) {
        if (e.next() == Next.SLOW_DOWN) {
          permit.throttled(e.retryAfter());
        }
        throw e;
      } catch (DirectIOException e) {
        throw new FailedAttempt(Next.GIVE_UP, e);
      } catch (HttpException e) {
        throw call.exchange(e);
      } catch (ListingSyntaxException e) {
        throw call.syntax(e);
      } catch (IOException e) {
        throw call.unreadable(e);
      }
    }
  }

  private <T, E extends DirectIOException> T read(PortalCall<T, E> call, HttpAnswer answer)
      throws IOException, FailedAttempt {
    if (!call.takes(answer.status())) {
      throw call.refused(RefusedAnswer.of(answer, clock.instant()));
    }
    if (call.takesPages()) {
      return call.read(answer.body(), answer);
    }
    byte[] head = answer.body().readNBytes(PEEK);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), answer.body());
    if (UnexpectedPage.isPage(answer.header("Content-Type").orElse(""), head)) {
      throw call.page(UnexpectedPage.describe(whole.readNBytes(UnexpectedPage.HEAD)));
    }
    return call.read(whole, answer);
  }

  private <E extends DirectIOException> boolean await(
      PortalCall<?, E> call, int failures, FailedAttempt failed) throws E {
    try {
      Consumer<Duration> waiting =
          failed.next() == Next.SLOW_DOWN ? throttle::waits : otherwise -> {};
      return backoff.await(failures, failed.retryAfter(), waiting);
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  private static <E extends DirectIOException> E interrupted(
      PortalCall<?, E> call, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return call.interrupted(cause);
  }
}
