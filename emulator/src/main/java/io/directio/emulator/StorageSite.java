// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.FaultPlan;
import io.directio.emulator.fault.Pause;
import io.directio.emulator.fault.Target;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Handler;
import io.directio.emulator.wire.Response;
import io.directio.emulator.wire.Upstream;
import java.io.IOException;
import java.util.Optional;

/** A storage host as clients see it: counts, shows faults, and forwards to the S3 server. */
final class StorageSite implements Handler {
  private final int host;
  private final Settings settings;
  private final Upstream upstream;
  private final FaultPlan faults;
  private final RequestLog log;

  StorageSite(int host, Settings settings, Upstream upstream, FaultPlan faults, RequestLog log) {
    this.host = host;
    this.settings = settings;
    this.upstream = upstream;
    this.faults = faults;
    this.log = log;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    Target target = target(exchange);
    log.storageCall(target, exchange.head().headers().first("Range").orElse(""));
    exchange.onAnswered(() -> log.storageAnswer(exchange.status()));
    if (exchange.head().headers().first("Authorization").isPresent()) {
      log.violation("an Authorization header reached the storage: " + exchange.head());
      exchange.send(
          Response.of(
              400,
              "application/xml",
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>InvalidArgument</Code><Message>Only one auth"
                  + " mechanism allowed</Message></Error>"));
      return;
    }
    Pause.of(settings.latency());
    Optional<Fault> fault = faults.strike(target);
    try (Lazily origin = new Lazily(exchange)) {
      if (fault.isPresent()) {
        fault.get().serve(exchange, origin::response);
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

  /** Asks the S3 server when it must, and gives the connection back. */
  private final class Lazily implements AutoCloseable {
    private final Exchange exchange;
    private Upstream.Answer answer;

    Lazily(Exchange exchange) {
      this.exchange = exchange;
    }

    Response response() throws IOException {
      answer = upstream.forward(exchange);
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
