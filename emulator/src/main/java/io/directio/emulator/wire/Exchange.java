// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request and the way to answer it. Used by the thread of its connection only. */
public final class Exchange {
  private final RequestHead head;
  private final BoundedInput body;
  private final InputStream connection;
  private final OutputStream out;
  private boolean keepAlive;
  private int status;
  private Runnable answered = () -> {};

  Exchange(RequestHead head, BoundedInput body, InputStream connection, OutputStream out) {
    this.head = head;
    this.body = body;
    this.connection = connection;
    this.out = out;
    this.keepAlive =
        !head.headers().first("Connection").map(v -> v.equalsIgnoreCase("close")).orElse(false);
  }

  /** The request line and headers. */
  public RequestHead head() {
    return head;
  }

  /** The body of the request, ended by its Content-Length. */
  public InputStream body() {
    return body;
  }

  /** Writes what is left of the request's body elsewhere, in large pieces. */
  void forwardBody(OutputStream to) throws IOException {
    if (!body.exhausted()) {
      Body.of(body, body.left()).writeTo(to);
    }
  }

  /** Whether the request has no body, or it was read to its end. */
  boolean bodiless() {
    return body.exhausted();
  }

  /** Sends an honest answer. */
  public void send(Response response) throws IOException {
    send(response, Delivery.HONEST);
  }

  /** Sends an answer in this way. */
  public void send(Response response, Delivery delivery) throws IOException {
    status = response.status();
    boolean bodiless = head.method().equals("HEAD");
    long length = delivery.declaredLength().orElse(response.body().length());
    boolean chunked = !bodiless && (delivery.chunked() || length < 0);
    keepAlive &= !delivery.close();
    StringBuilder text = new StringBuilder(512);
    text.append("HTTP/1.1 ").append(response.status()).append(' ');
    text.append(Response.reason(response.status())).append("\r\n");
    for (Map.Entry<String, String> field : response.headers().fields()) {
      text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    if (chunked) {
      text.append("Transfer-Encoding: chunked\r\n");
    } else if (length >= 0) {
      text.append("Content-Length: ").append(length).append("\r\n");
    }
    if (!keepAlive) {
      text.append("Connection: close\r\n");
    }
    text.append("\r\n");
    out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    if (bodiless) {
      finish();
    } else {
      sendBody(response.body(), chunked, delivery);
    }
    out.flush();
  }

  private void sendBody(Body content, boolean chunked, Delivery delivery) throws IOException {
    ChunkedOutput chunks = new ChunkedOutput(out);
    OutputStream plain =
        chunked
            ? new BufferedOutputStream(chunks, Body.PIECE)
            : new Ending(out, content.length(), this::finish);
    OutputStream tapped = delivery.tap().apply(plain);
    content.writeTo(tapped);
    tapped.flush();
    finish();
    if (chunked) {
      chunks.finish();
    }
  }

  /** Writes bytes as they are, in place of an answer, and closes the connection afterwards. */
  public void sendRaw(byte[] bytes) throws IOException {
    keepAlive = false;
    out.write(bytes);
    out.flush();
  }

  /** Lets the peer wait until it gives up (or this port stops), then ends the connection. */
  public void stall() throws IOException {
    out.flush();
    while (connection.read() >= 0) {
      // Whatever still comes is of no interest: only the end of the connection is.
    }
    throw ConnectionCut.byClose();
  }

  /** The status that was sent; 0 when none was. */
  public int status() {
    return status;
  }

  /**
   * Has something done once, when the answer is out: just before its last bytes, so that it is done
   * when the client has them all, or when the connection ends without.
   */
  public void onAnswered(Runnable action) {
    answered = action;
  }

  void finish() {
    Runnable action = answered;
    answered = () -> {};
    action.run();
  }

  boolean keepAlive() {
    return keepAlive;
  }
}
