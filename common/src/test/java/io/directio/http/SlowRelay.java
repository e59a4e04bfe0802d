// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Passes one connection on, and after some bytes lets only one through now and then. */
final class SlowRelay implements AutoCloseable {

  private final ServerSocket socket;
  private final int target;
  private final int freely;
  private final CountDownLatch closed = new CountDownLatch(1);

  private SlowRelay(int target, int freely) throws IOException {
    this.socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
    this.target = target;
    this.freely = freely;
    daemon(this::serve);
  }

  /**
   * @param port where the real server listens
   * @param freely bytes from the server that go through at once
   */
  static SlowRelay to(int port, int freely) throws IOException {
    return new SlowRelay(port, freely);
  }

  int port() {
    return socket.getLocalPort();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Exception e) {
                // One side has gone.
              }
            },
            "slow-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() throws Exception {
    try (Socket client = socket.accept();
        Socket server = new Socket(socket.getInetAddress(), target)) {
      daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      int next = in.read();
      for (int count = 0; next >= 0; count++) {
        out.write(next);
        boolean slow = count >= freely;
        if (slow && closed.await(20, TimeUnit.MILLISECONDS)) {
          return;
        }
        next = in.read();
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}
