// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.FaultPlan;
import io.directio.emulator.fault.Origin;
import io.directio.emulator.fault.Pause;
import io.directio.emulator.fault.Target;
import io.directio.emulator.store.SignedTarget;
import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Handler;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.RequestHead;
import io.directio.emulator.wire.Response;
import io.directio.emulator.wire.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** A storage host as clients see it: counts, shows faults, and forwards to the S3 server. */
final class StorageSite implements Handler {
  /** How long a URL that was signed anew is valid: it is used at once. */
  private static final Duration MOMENT = Duration.ofMinutes(1);

  private final int host;
  private final Settings settings;
  private final ServerClock clock;
  private final Upstream upstream;
  private final Supplier<StorageHosts> hosts;
  private final Supplier<Duration> latency;
  private final FaultPlan faults;
  private final RequestLog log;

  StorageSite(
      int host,
      Settings settings,
      ServerClock clock,
      Upstream upstream,
      Supplier<StorageHosts> hosts,
      Supplier<Duration> latency,
      FaultPlan faults,
      RequestLog log) {
    this.host = host;
    this.settings = settings;
    this.clock = clock;
    this.upstream = upstream;
    this.hosts = hosts;
    this.latency = latency;
    this.faults = faults;
    this.log = log;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    Target target = target(exchange);
    log.storageCall(target, exchange.head().headers().first("Range").orElse(""));
    exchange.onAnswered(() -> log.storageAnswer(exchange.status()));
    if (exchange.head().headers().first("Authorization").isPresent()) {
      // S3 refuses it; other stores don't, and then a credential has leaked.
      log.violation("an Authorization header reached the storage: " + exchange.head());
      exchange.send(error(400, "InvalidArgument", "Only one auth mechanism allowed"));
      return;
    }
    if (exchange.head().mentions(settings.accessKeyId())) {
      log.violation("the portal's credential reached the storage: " + exchange.head());
    }
    Pause.of(latency.get());
    Optional<Fault> fault = faults.strike(target);
    try (Lazily origin = new Lazily(exchange, target)) {
      if (fault.isPresent()) {
        fault.get().serve(exchange, origin);
      } else {
        exchange.send(origin.response());
      }
    }
  }

  private Target target(Exchange exchange) {
    String label = exchange.head().parameter("x-block").orElse("");
    int dot = label.indexOf('.');
    try {
      return new Target(
          Long.parseLong(label.substring(0, Math.max(0, dot))),
          Integer.parseInt(label.substring(dot + 1)),
          host);
    } catch (NumberFormatException e) {
      return new Target(-1, 0, host);
    }
  }

  private Response error(int status, String code, String message) {
    return new Response(
        status,
        clock.date(new Headers()).add("Content-Type", "application/xml"),
        Body.of(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + code
                + "</Code><Message>"
                + message
                + "</Message></Error>"));
  }

  /** Asks the S3 server when it must, and gives the connection back. */
  private final class Lazily implements Origin, AutoCloseable {
    private final Exchange exchange;
    private final Target target;
    private Upstream.Answer answer;

    Lazily(Exchange exchange, Target target) {
      this.exchange = exchange;
      this.target = target;
    }

    @Override
    public Target target() {
      return target;
    }

    @Override
    public Response response() throws IOException {
      return forward(exchange.head());
    }

    @Override
    public Response whole() throws IOException {
      return forward(exchange.head().without("Range"));
    }

    private Response forward(RequestHead head) throws IOException {
      RequestHead asked = head;
      if (clock.skewed()) {
        // The S3 server goes by the true time: it gets a URL of now for one of another time.
        Optional<SignedTarget> signed = SignedTarget.parse(head.target());
        Optional<String> anew = hosts.get().resign(host, head.target(), Instant.now(), MOMENT);
        if (anew.isPresent() && !clock.now().isBefore(signed.orElseThrow().expiry())) {
          return error(403, "AccessDenied", "Request has expired");
        }
        asked = head.with(anew.orElse(head.target()));
      }
      answer = upstream.forward(exchange, asked);
      clock.date(answer.response().headers());
      return answer.response();
    }

    @Override
    public void close() {
      if (answer != null) {
        answer.close();
      }
    }
  }
}
