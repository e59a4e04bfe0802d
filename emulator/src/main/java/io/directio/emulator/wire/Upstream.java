// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * The server behind a front: forwards a request unchanged, the Host header too, and returns its
 * answer as a stream. Keeps connections alive.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
public final class Upstream implements AutoCloseable {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "expect",
          "keep-alive",
          "upgrade",
          "http2-settings",
          "te",
          "proxy-connection");

  /** The server closes a connection when it was idle for 30 seconds. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final int port;
  private final Deque<Line> idle = new ConcurrentLinkedDeque<>();

  /** The server that listens on this port of the loopback interface. */
  public Upstream(int port) {
    this.port = port;
  }

  /**
   * Forwards the request. The connection goes back when the body of the response was written
   * completely, and is closed by {@link Answer#close} otherwise.
   */
  public Answer forward(Exchange exchange) throws IOException {
    return forward(exchange, exchange.head());
  }

  /** Forwards the request with another head. */
  public Answer forward(Exchange exchange, RequestHead head) throws IOException {
    boolean repeatable = exchange.bodiless();
    for (Line line = idle.pollFirst(); line != null; line = idle.pollFirst()) {
      if (!repeatable && !line.isFresh()) {
        line.close();
        continue;
      }
      try {
        return line.exchange(exchange, head);
      } catch (IOException e) {
        line.close();
        if (!repeatable) {
          throw e;
        }
        // It was closed for its idleness; a fresh one will tell whether the server is there.
      }
    }
    return new Line().exchange(exchange, head);
  }

  @Override
  public void close() {
    for (Line line = idle.pollFirst(); line != null; line = idle.pollFirst()) {
      line.close();
    }
  }

  /** A response that holds a connection until it is closed. */
  public static final class Answer implements AutoCloseable {
    private final Response response;
    private final Runnable release;

    Answer(Response response, Runnable release) {
      this.response = response;
      this.release = release;
    }

    /** What the server said. */
    public Response response() {
      return response;
    }

    @Override
    public void close() {
      release.run();
    }
  }

  private final class Line {
    private final Socket socket;
    private final WireInput in;
    private final OutputStream out;
    private long idleSince;

    Line() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = new WireInput(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
    }

    /** Whether it can't have been closed for its idleness. */
    boolean isFresh() {
      return System.nanoTime() - idleSince < FRESH_NANOS;
    }

    Answer exchange(Exchange exchange, RequestHead head) throws IOException {
      send(exchange, head);
      String statusLine = in.readLine();
      if (statusLine == null) {
        throw new IOException("the store closed the connection");
      }
      int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
      Headers headers = RequestHead.readHeaders(in);
      boolean bodiless = head.method().equals("HEAD") || status == 204 || status == 304;
      boolean chunked = headers.first("Transfer-Encoding").isPresent();
      long length = headers.first("Content-Length").map(Long::parseLong).orElse(chunked ? -1L : 0L);
      boolean reusable =
          !headers.first("Connection").map(v -> v.equalsIgnoreCase("close")).orElse(false);
      headers.remove("Content-Length").remove("Transfer-Encoding").remove("Connection");
      if (chunked && !bodiless) {
        // Only error documents come chunked: small.
        byte[] body = new ChunkedInput(in).readAllBytes();
        return new Answer(new Response(status, headers, Body.of(body)), () -> release(reusable));
      }
      BoundedInput body = new BoundedInput(in, bodiless ? 0 : length);
      Body streamed = bodiless ? new Bodiless(length) : Body.of(body, length);
      return new Answer(
          new Response(status, headers, streamed), () -> release(reusable && body.exhausted()));
    }

    private void send(Exchange exchange, RequestHead head) throws IOException {
      StringBuilder text = new StringBuilder(1024);
      text.append(head.method()).append(' ').append(head.target());
      text.append(" HTTP/1.1\r\n");
      for (Map.Entry<String, String> field : head.headers().fields()) {
        if (!HOP_BY_HOP.contains(field.getKey().toLowerCase(Locale.ROOT))) {
          text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
        }
      }
      text.append("\r\n");
      out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      exchange.forwardBody(out);
      out.flush();
    }

    private void release(boolean reusable) {
      if (reusable) {
        idleSince = System.nanoTime();
        idle.addFirst(this);
      } else {
        close();
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing is lost with it.
      }
    }
  }

  /** The length of a body that doesn't follow. */
  private record Bodiless(long length) implements Body {
    @Override
    public void writeTo(OutputStream out) {
      // The answer to a HEAD.
    }
  }
}
