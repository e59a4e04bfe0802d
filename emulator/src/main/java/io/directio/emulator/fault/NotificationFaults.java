// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.notify.Event;
import io.directio.emulator.notify.EventsAnswer;
import io.directio.emulator.notify.NotificationCall;
import io.directio.emulator.wire.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Faults of the Notification Service. */
public final class NotificationFaults extends FaultScope<NotificationFaults> {
  NotificationFaults(FaultPlan plan, Fault.Scope scope, Files files) {
    super(plan, scope, files);
  }

  @Override
  NotificationFaults with(Fault.Scope other) {
    return new NotificationFaults(plan, other, files);
  }

  /** Only this call. */
  public NotificationFaults on(NotificationCall call) {
    return where(target -> target.call() == call);
  }

  /** A redirect (302) to the login page, as for a session that has died. */
  public Fault redirectToLogin() {
    return redirectTo("/ServicesPortal/login");
  }

  /** 400: the cursor is of no use. */
  public Fault rejectCursor() {
    return respond(400)
        .body("application/json;charset=UTF-8", "{\"error\":{\"msg\":\"Invalid cursor\"}}");
  }

  /** This text as JSON with status 200. */
  public Fault json(String text) {
    return respond(200).body("application/json;charset=UTF-8", text);
  }

  /** Each event of a page twice. */
  public Fault duplicateEvents() {
    return page(
        answer -> {
          List<Event> twice = new ArrayList<>();
          answer.entries().forEach(event -> Collections.addAll(twice, event, event));
          return answer.with(twice);
        });
  }

  /** The events of a page in an order that follows from the seed. */
  public Fault shuffledEvents(long seed) {
    Random random = new Random(seed);
    return page(
        answer -> {
          List<Event> shuffled = new ArrayList<>(answer.entries());
          synchronized (random) {
            Collections.shuffle(shuffled, random);
          }
          return answer.with(shuffled);
        });
  }

  /** The page before once more, in place of the one that was asked for; that one comes next. */
  public Fault replayedPage() {
    return page(EventsAnswer::replayed);
  }

  /** After each deletion the creation of what was deleted. */
  public Fault creationAfterDeletion() {
    return page(
        answer -> {
          List<Event> events = new ArrayList<>();
          for (Event event : answer.entries()) {
            events.add(event);
            if (event.deleted()) {
              events.add(event.before());
            }
          }
          return answer.with(events);
        });
  }

  /** Fields that nobody knows, of every JSON type, everywhere. */
  public Fault unknownFields() {
    return page(EventsAnswer::withUnknownFields);
  }

  /** A page of events, changed so. */
  public Fault page(UnaryOperator<EventsAnswer> change) {
    return act(
        (exchange, origin) -> {
          Response truth = origin.response();
          exchange.send(
              truth.body() instanceof EventsAnswer answer
                  ? truth.with(change.apply(answer))
                  : truth);
        });
  }
}
