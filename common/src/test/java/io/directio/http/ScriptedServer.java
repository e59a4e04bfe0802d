// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A server on a real socket that reads requests and does with the connection whatever a script
 * says: so it can misbehave in every way that bytes allow. Remembers each request as it came.
 */
public final class ScriptedServer implements AutoCloseable {

  /** Answers one request. The connection is kept for the next one unless the script ends it. */
  @FunctionalInterface
  public interface Script {
    void answer(Line line) throws Exception;
  }

  /** A request as it stood on the wire. */
  public record Request(String line, List<String> headers) {

    /** What stands between method and version. */
    public String target() {
      return line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' '));
    }

    public Optional<String> header(String name) {
      return headers.stream()
          .filter(header -> header.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(header -> header.substring(name.length() + 1).strip())
          .findFirst();
    }
  }

  private final ServerSocket socket;
  private final Script script;
  private final String scheme;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "scripted-server");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int connections;

  private ScriptedServer(SSLContext tls, boolean demandsCertificate, Script script) {
    this.script = script;
    this.scheme = tls == null ? "http" : "https";
    try {
      InetAddress loopback = InetAddress.getByName("127.0.0.1");
      socket =
          tls == null
              ? new ServerSocket(0, 50, loopback)
              : tls.getServerSocketFactory().createServerSocket(0, 50, loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (socket instanceof SSLServerSocket secure) {
      secure.setNeedClientAuth(demandsCertificate);
    }
    threads.execute(this::accept);
  }

  public static ScriptedServer start(Script script) {
    return new ScriptedServer(null, false, script);
  }

  public static ScriptedServer startTls(SSLContext tls, Script script) {
    return new ScriptedServer(tls, false, script);
  }

  public static ScriptedServer startMutualTls(SSLContext tls, Script script) {
    return new ScriptedServer(tls, true, script);
  }

  /** Answers every request with the same text. */
  public static ScriptedServer saying(int status, String contentType, String body) {
    return start(line -> line.answer(status, "Content-Type: " + contentType, body));
  }

  public String url(String target) {
    return scheme + "://127.0.0.1:" + port() + target;
  }

  public int port() {
    return socket.getLocalPort();
  }

  public List<Request> requests() {
    return requests;
  }

  /** Connections accepted so far. */
  public int connections() {
    return connections;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        synchronized (this) {
          connections++;
        }
        open.add(accepted);
        threads.execute(() -> serve(accepted));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket accepted) {
    try (accepted) {
      Line line = new Line(accepted);
      while (!accepted.isClosed()) {
        Request request = line.readRequest();
        if (request == null) {
          return;
        }
        requests.add(request);
        script.answer(line);
        line.out.flush();
      }
    } catch (Exception e) {
      // The other side went away, or the script is over: both are what tests are made of.
    } finally {
      open.remove(accepted);
    }
  }

  /** One accepted connection. */
  public final class Line {

    private final Socket accepted;
    public final InputStream in;
    public final OutputStream out;
    private Request request;

    private Line(Socket accepted) throws IOException {
      this.accepted = accepted;
      this.in = accepted.getInputStream();
      this.out = accepted.getOutputStream();
    }

    public Request request() {
      return request;
    }

    /** Number of requests that the server has seen, this one included. */
    public int count() {
      return requests.size();
    }

    private Request readRequest() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      String text = "";
      while (!text.endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return null;
        }
        head.write(next);
        if (next == '\n') {
          text = head.toString(StandardCharsets.ISO_8859_1);
        }
      }
      List<String> lines = List.of(text.strip().split("\r\n"));
      request = new Request(lines.get(0), lines.subList(1, lines.size()));
      return request;
    }

    public Line write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    /** A proper answer with a length. */
    public void answer(int status, String headers, String body) throws IOException {
      answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public void answer(int status, String headers, byte[] body) throws IOException {
      write(
          "HTTP/1.1 "
              + status
              + " Whatever\r\n"
              + (headers.isEmpty() ? "" : headers + "\r\n")
              + "Content-Length: "
              + body.length
              + "\r\n\r\n");
      out.write(body);
      out.flush();
    }

    /** Writes one byte, waits, writes the next. */
    public void dribble(String text, Duration pause) throws Exception {
      for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
        out.write(b);
        out.flush();
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }

    /** Says nothing more until the server is closed. */
    public void stall() throws Exception {
      closed.await();
    }

    /** Ends the connection in order. */
    public void hangUp() throws IOException {
      accepted.close();
    }

    /** Ends the connection with a reset. */
    public void reset() throws IOException {
      accepted.setSoLinger(true, 0);
      accepted.close();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (Socket accepted : open) {
        accepted.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
