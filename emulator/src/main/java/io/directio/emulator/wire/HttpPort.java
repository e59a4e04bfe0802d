// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.wire;

import io.directio.emulator.tls.ServerTls;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A listening port that speaks HTTP/1.1 with keep-alive, optionally in TLS. It can be stopped and
 * started again on the same port.
 *
 * <p><em>Threading:</em> one thread accepts, and each connection has a thread of its own, all
 * daemons; {@link #stop} closes every connection and waits for the threads to end. {@link #start}
 * and {@link #stop} may be called from any thread.
 */
public final class HttpPort implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final long PATIENCE_MILLIS = 5_000;

  private final String name;
  private final InetAddress address;
  private final Optional<ServerTls> tls;
  private final Handler handler;
  private final Consumer<Throwable> complaints;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private int port;
  private ServerSocket socket;
  private Thread acceptor;

  /**
   * A port that isn't open yet.
   *
   * @param name for its threads
   * @param port 0 = any free one, kept from the first start on
   * @param complaints told about handlers that failed for another reason than a lost connection
   */
  public HttpPort(
      String name,
      InetAddress address,
      int port,
      Optional<ServerTls> tls,
      Handler handler,
      Consumer<Throwable> complaints) {
    this.name = name;
    this.address = address;
    this.port = port;
    this.tls = tls;
    this.handler = handler;
    this.complaints = complaints;
  }

  /** Opens the port; nothing happens when it is open. */
  public synchronized void start() {
    if (socket != null) {
      return;
    }
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(address, port), BACKLOG);
      socket = opened;
      port = opened.getLocalPort();
      acceptor = new Thread(() -> accept(opened), name + "-accept");
      acceptor.setDaemon(true);
      acceptor.start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on port " + port + " for " + name, e);
    }
  }

  /**
   * Closes the port and every connection; later connections are refused. Requests that are being
   * answered are cut off, but not waited for, so that an outage lasts no longer than it is meant
   * to.
   */
  public synchronized void stop() {
    if (socket == null) {
      return;
    }
    try {
      socket.close();
      acceptor.join(PATIENCE_MILLIS);
      connections.forEach(Connection::abort);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket = null;
  }

  /** Stops, and returns when no request is being answered any more. */
  @Override
  public void close() {
    stop();
    try {
      for (Connection connection : connections) {
        connection.thread.join(PATIENCE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port; 0 before the first start when any would do. */
  public synchronized int port() {
    return port;
  }

  /** Connections that were accepted so far. */
  public long accepted() {
    return accepted.get();
  }

  private void accept(ServerSocket opened) {
    while (!opened.isClosed()) {
      try {
        Socket raw = opened.accept();
        raw.setTcpNoDelay(true);
        new Connection(raw, name + "-" + accepted.incrementAndGet()).thread.start();
      } catch (IOException e) {
        if (!opened.isClosed()) {
          complaints.accept(e);
        }
      }
    }
  }

  private final class Connection implements Runnable {
    private final Socket raw;
    private final Thread thread;

    Connection(Socket raw, String threadName) {
      this.raw = raw;
      this.thread = new Thread(this, threadName);
      thread.setDaemon(true);
      connections.add(this);
    }

    @Override
    public void run() {
      try {
        converse();
      } catch (IOException e) {
        // The peer has gone, or doesn't speak HTTP or our TLS: its business, and it will know.
      } catch (RuntimeException | Error e) {
        complaints.accept(e);
      } finally {
        connections.remove(this);
      }
    }

    private void converse() throws IOException {
      try (raw) {
        Socket socket = tls.isPresent() ? tls.get().wrap(raw) : raw;
        try {
          serve(
              new WireInput(socket.getInputStream()),
              new BufferedOutputStream(socket.getOutputStream(), 16 * 1024));
          socket.close();
        } catch (ConnectionCut cut) {
          if (cut.reset()) {
            // On the raw socket, below TLS: a close_notify before an RST would be too polite.
            raw.setSoLinger(true, 0);
          }
        }
      }
    }

    private void serve(WireInput in, BufferedOutputStream out) throws IOException {
      boolean open = true;
      while (open) {
        Optional<RequestHead> head = RequestHead.read(in);
        if (head.isEmpty()) {
          return;
        }
        long length = head.get().headers().first("Content-Length").map(Long::parseLong).orElse(0L);
        if (head.get().headers().first("Expect").isPresent()) {
          out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
          out.flush();
        }
        BoundedInput body = new BoundedInput(in, length);
        Exchange exchange = new Exchange(head.get(), body, in, out);
        try {
          handler.handle(exchange);
        } finally {
          exchange.finish();
        }
        body.drain();
        open = exchange.keepAlive();
      }
    }

    void abort() {
      thread.interrupt();
      try {
        raw.close();
      } catch (IOException e) {
        // It is gone already.
      }
    }
  }
}
