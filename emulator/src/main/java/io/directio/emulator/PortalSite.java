// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.fault.Fault;
import io.directio.emulator.fault.FaultPlan;
import io.directio.emulator.fault.Origin;
import io.directio.emulator.fault.Pause;
import io.directio.emulator.fault.Target;
import io.directio.emulator.notify.NotificationCall;
import io.directio.emulator.notify.NotificationService;
import io.directio.emulator.portal.Listing;
import io.directio.emulator.portal.LoginPage;
import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Handler;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** The portal: answers {@code GET /directio/{fileId}}, and the Notification Service's calls. */
final class PortalSite implements Handler {
  private static final String DIRECT_IO = "/directio/";

  private final Settings settings;
  private final ServerClock clock;
  private final Catalogue catalogue;
  private final Supplier<StorageHosts> hosts;
  private final FaultPlan faults;
  private final NotificationSite notifications;
  private final RequestLog log;

  PortalSite(
      Settings settings,
      ServerClock clock,
      Catalogue catalogue,
      Supplier<StorageHosts> hosts,
      FaultPlan faults,
      NotificationSite notifications,
      RequestLog log) {
    this.settings = settings;
    this.clock = clock;
    this.catalogue = catalogue;
    this.hosts = hosts;
    this.faults = faults;
    this.notifications = notifications;
    this.log = log;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    Optional<NotificationCall> call = NotificationService.call(exchange.head().path());
    if (call.isPresent()) {
      Pause.of(settings.portalLatency());
      notifications.handle(call.get(), exchange);
      return;
    }
    long fileId = fileId(exchange.head().path());
    log.portalCall(fileId);
    exchange.onAnswered(() -> log.portalAnswer(exchange.status()));

    Pause.of(settings.portalLatency());
    Optional<Fault> fault = faults.strike(new Target(fileId, 0, -1));
    if (fault.isPresent()) {
      fault.get().serve(exchange, new Truth(exchange));
    } else {
      exchange.send(answer(exchange));
    }
  }

  private Response answer(Exchange exchange) {
    String path = exchange.head().path();
    if (!path.startsWith(DIRECT_IO)) {
      return LoginPage.response(clock.date(new Headers()));
    }
    String expected = "Bearer " + settings.accessKeyId();
    if (!exchange.head().headers().first("Authorization").map(expected::equals).orElse(false)) {
      return error(401, "Unauthorized");
    }
    if (!exchange.head().method().equals("GET")) {
      return error(405, "Method not allowed");
    }
    long fileId = fileId(path);
    if (fileId < 0) {
      return error(500, "Invalid request");
    }
    Optional<StoredFile> stored = catalogue.find(fileId);
    return stored.isEmpty() ? error(400, "File not found") : listing(stored.get());
  }

  private Response listing(StoredFile stored) {
    Instant now = clock.now().truncatedTo(ChronoUnit.SECONDS);
    return new Response(
        200,
        clock.date(new Headers()).add("Content-Type", "application/json;charset=UTF-8"),
        new Listing(new Blocks(stored, now)));
  }

  private Response error(int status, String message) {
    return new Response(
        status,
        clock.date(new Headers()).add("Content-Type", "application/json;charset=UTF-8"),
        Body.of("{\"msg\":\"" + message + "\"}"));
  }

  private static long fileId(String path) {
    if (!path.startsWith(DIRECT_IO)) {
      return -1;
    }
    try {
      return Long.parseLong(path.substring(DIRECT_IO.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private final class Truth implements Origin {
    private final Exchange exchange;

    Truth(Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public Target target() {
      return new Target(fileId(exchange.head().path()), 0, -1);
    }

    @Override
    public Response response() {
      return answer(exchange);
    }
  }

  private final class Blocks implements Listing.Source {
    private final StoredFile stored;
    private final Instant now;

    Blocks(StoredFile stored, Instant now) {
      this.stored = stored;
      this.now = now;
    }

    @Override
    public boolean encrypted() {
      return stored.key().isPresent();
    }

    @Override
    public Optional<String> wrappedKey() {
      return stored.wrappedKey();
    }

    @Override
    public String compression() {
      return settings.codec().listed();
    }

    @Override
    public int blocks() {
      return stored.blocks();
    }

    @Override
    public long length(int number) {
      return stored.lengths()[number - 1];
    }

    @Override
    public String url(int number, Optional<Duration> lifetime, Duration age) {
      return hosts
          .get()
          .url(
              stored.objects()[number - 1],
              stored.file().id(),
              number,
              now.minus(age),
              lifetime.orElse(settings.urlTtl()));
    }

    @Override
    public boolean legacy() {
      return settings.legacyListing();
    }
  }
}
