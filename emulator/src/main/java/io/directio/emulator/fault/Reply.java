// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The fault of a canned answer, whose headers and body can still be given. */
public final class Reply extends Fault {
  private final Canned canned;

  Reply(Scope scope, int status) {
    this(scope, new Canned(status));
  }

  private Reply(Scope scope, Canned canned) {
    super(scope, canned);
    this.canned = canned;
  }

  /** Adds {@code Retry-After} in whole seconds. */
  public Reply retryAfter(Duration wait) {
    return header("Retry-After", Long.toString(wait.toSeconds()));
  }

  /** Adds {@code Retry-After} as an HTTP date, so long after the present. */
  public Reply retryAfterDate(Duration wait) {
    Instant then = Clock.systemUTC().instant().plus(wait);
    return header(
        "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC)));
  }

  /** Adds a header. */
  public Reply header(String name, String value) {
    synchronized (canned) {
      canned.headers.add(name, value);
    }
    return this;
  }

  /** Gives the body, which is empty otherwise. */
  public Reply body(String contentType, String text) {
    synchronized (canned) {
      canned.headers.set("Content-Type", contentType);
      canned.body = Body.of(text);
    }
    return this;
  }

  private static final class Canned implements Action {
    private final int status;
    private final Headers headers = new Headers();
    private Body body = Body.empty();

    Canned(int status) {
      this.status = status;
    }

    @Override
    public void serve(Exchange exchange, Origin origin) throws IOException {
      Response response;
      synchronized (this) {
        Headers copy = new Headers();
        headers.fields().forEach(field -> copy.add(field.getKey(), field.getValue()));
        response = new Response(status, copy, body);
      }
      exchange.send(response);
    }
  }
}
