// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.ConnectionCut;
import io.directio.emulator.wire.Delivery;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Which requests a fault strikes, and then which fault it is. Everything that selects returns a new
 * scope; what names a fault switches it on, and returns it. Without a selection it strikes every
 * request of its side, always. Of several faults that match a request, the one that was switched on
 * first strikes.
 *
 * @param <S> the scope of this side
 */
public abstract class FaultScope<S extends FaultScope<S>> {
  final FaultPlan plan;
  final Fault.Scope scope;
  final Files files;

  FaultScope(FaultPlan plan, Fault.Scope scope, Files files) {
    this.plan = plan;
    this.scope = scope;
    this.files = files;
  }

  abstract S with(Fault.Scope other);

  /** Only requests for this file. */
  public S forFile(String path) {
    long id = files.id(path);
    return where(target -> target.fileId() == id);
  }

  /** Only requests for the file with this id, which needn't exist. */
  public S forFileId(long id) {
    return where(target -> target.fileId() == id);
  }

  /** At most so many requests. */
  public S times(long times) {
    return with(
        new Fault.Scope(
            scope.targets(),
            scope.skip(),
            times,
            scope.probability(),
            scope.seed(),
            scope.delay()));
  }

  /** One request. */
  public S once() {
    return times(1);
  }

  /** Not the first so many requests that match. */
  public S after(long requests) {
    return with(
        new Fault.Scope(
            scope.targets(),
            requests,
            scope.times(),
            scope.probability(),
            scope.seed(),
            scope.delay()));
  }

  /** Only the n-th request that matches, counted from 1. */
  public S nth(long n) {
    return after(n - 1).times(1);
  }

  /** Some of the requests, chosen by a seeded generator. */
  public S withProbability(double probability, long seed) {
    return with(
        new Fault.Scope(
            scope.targets(), scope.skip(), scope.times(), probability, seed, scope.delay()));
  }

  /** Waits so long before the fault shows. */
  public S delayed(Duration delay) {
    return with(
        new Fault.Scope(
            scope.targets(),
            scope.skip(),
            scope.times(),
            scope.probability(),
            scope.seed(),
            delay));
  }

  /** Answers with a status, and an empty body unless the reply is given one. */
  public Reply respond(int status) {
    return plan.add(new Reply(scope, status));
  }

  /** A web page with status 200, as a captive portal or a balancer sends it. */
  public Fault htmlPage() {
    return respond(200)
        .body(
            "text/html;charset=UTF-8",
            "<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>");
  }

  /** A redirect (302) to this URL. */
  public Fault redirectTo(String url) {
    return redirectTo(302, url);
  }

  /** A redirect with this status to this URL. */
  public Fault redirectTo(int status, String url) {
    return respond(status).header("Location", url);
  }

  /** The true answer, so much later. */
  public Fault delay(Duration delay) {
    return act(
        (exchange, origin) -> {
          Pause.of(delay);
          exchange.send(origin.response());
        });
  }

  /** TCP reset in place of an answer. */
  public Fault reset() {
    return act(
        (exchange, origin) -> {
          throw ConnectionCut.byReset();
        });
  }

  /** Connection closed in place of an answer. */
  public Fault close() {
    return act(
        (exchange, origin) -> {
          throw ConnectionCut.byClose();
        });
  }

  /** Bytes that aren't HTTP in place of an answer. */
  public Fault garbage() {
    byte[] bytes = "\u0016\u0003 this is no HTTP\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
    return act((exchange, origin) -> exchange.sendRaw(bytes));
  }

  /** Nothing at all until the client gives up. */
  public Fault stall() {
    return act((exchange, origin) -> exchange.stall());
  }

  /** Headers, then {@code bytes} of the body, then nothing until the client gives up. */
  public Fault stallAfter(long bytes) {
    return deliver(exchange -> Delivery.through(Taps.after(bytes, exchange::stall)));
  }

  /** Headers, then {@code bytes} of the body, then a TCP reset. */
  public Fault resetAfter(long bytes) {
    return deliver(exchange -> Delivery.through(Taps.cut(bytes, true)));
  }

  /** Headers, then {@code bytes} of the body, then a clean close: shorter than Content-Length. */
  public Fault closeAfter(long bytes) {
    return deliver(exchange -> Delivery.through(Taps.cut(bytes, false)));
  }

  /** The body in chunked coding, cut without its last chunk after {@code bytes}. */
  public Fault cutChunkedAfter(long bytes) {
    return deliver(
        exchange -> new Delivery(OptionalLong.empty(), true, Taps.cut(bytes, false), false));
  }

  /** The true body in chunked coding, whole and well-formed: no fault, but no Content-Length. */
  public Fault chunked() {
    return deliver(
        exchange -> new Delivery(OptionalLong.empty(), true, Function.identity(), false));
  }

  /** The true body with a Content-Length that is {@code difference} bytes off, then a close. */
  public Fault wrongContentLength(long difference) {
    return act(
        (exchange, origin) -> {
          Response response = origin.response();
          long declared = Math.max(0, response.body().length() + difference);
          exchange.send(
              response, new Delivery(OptionalLong.of(declared), false, Function.identity(), true));
        });
  }

  /** The body in pieces of this size with a pause after each. */
  public Fault dribble(int bytes, Duration pause) {
    return deliver(exchange -> Delivery.through(Taps.dribble(bytes, pause)));
  }

  /** A well-formed answer with only the first {@code bytes} of the body. */
  public Fault truncateBody(int bytes) {
    return editBody(body -> Arrays.copyOf(body, Math.min(bytes, body.length)));
  }

  /** A well-formed answer with {@code bytes} zeros after the body. */
  public Fault extendBody(int bytes) {
    return editBody(body -> Arrays.copyOf(body, body.length + bytes));
  }

  /** A well-formed answer with another body. */
  public Fault editBody(UnaryOperator<byte[]> edit) {
    return act(
        (exchange, origin) -> {
          Response response = origin.response();
          exchange.send(
              response.status() / 100 == 2
                  ? response.with(Body.of(edit.apply(bytes(response))))
                  : response);
        });
  }

  /** The true answer with another value of a header; null drops it. */
  public Fault header(String name, String value) {
    return act(
        (exchange, origin) -> {
          Response response = origin.response();
          Headers headers = response.headers().remove(name);
          exchange.send(
              new Response(
                  response.status(),
                  value == null ? headers : headers.add(name, value),
                  response.body()));
        });
  }

  final S where(Predicate<Target> more) {
    return with(
        new Fault.Scope(
            scope.targets().and(more),
            scope.skip(),
            scope.times(),
            scope.probability(),
            scope.seed(),
            scope.delay()));
  }

  final Fault act(Action action) {
    return plan.add(new Fault(scope, action));
  }

  private Fault deliver(Function<Exchange, Delivery> delivery) {
    return act((exchange, origin) -> exchange.send(origin.response(), delivery.apply(exchange)));
  }

  static byte[] bytes(Response response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    response.body().writeTo(out);
    return out.toByteArray();
  }
}
