// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.FaultPlan;
import io.directio.emulator.fault.Origin;
import io.directio.emulator.fault.Target;
import io.directio.emulator.notify.NotificationCall;
import io.directio.emulator.notify.NotificationService;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Response;
import java.io.IOException;
import java.util.Optional;

/** The Notification Service as clients see it: counts, and shows faults. */
final class NotificationSite {
  private final NotificationService service;
  private final ServerClock clock;
  private final FaultPlan faults;
  private final RequestLog log;

  NotificationSite(
      NotificationService service, ServerClock clock, FaultPlan faults, RequestLog log) {
    this.service = service;
    this.clock = clock;
    this.faults = faults;
    this.log = log;
  }

  void handle(NotificationCall call, Exchange exchange) throws IOException {
    log.notificationCall(call);
    Truth truth = new Truth(call, exchange);
    Optional<Fault> fault = faults.strike(truth.target());
    if (fault.isPresent()) {
      fault.get().serve(exchange, truth);
    } else {
      exchange.send(truth.response());
    }
  }

  private final class Truth implements Origin {
    private final NotificationCall call;
    private final Exchange exchange;

    Truth(NotificationCall call, Exchange exchange) {
      this.call = call;
      this.exchange = exchange;
    }

    @Override
    public Target target() {
      return Target.of(call);
    }

    @Override
    public Response response() throws IOException {
      Response response = service.answer(call, exchange);
      clock.date(response.headers());
      return response;
    }
  }
}
