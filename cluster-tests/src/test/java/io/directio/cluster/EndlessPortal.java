// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Codec;
import io.directio.emulator.Content;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A portal, and its storage, that has a file under every id: always the same small ones, and a
 * large one among so many. What it answers was asked of the emulator once, so that an answer costs
 * next to nothing.
 *
 * <p><b>Threading.</b> A thread for each connection; the count may be asked for by any.
 */
final class EndlessPortal implements AutoCloseable {

  /** Of so many files, the last is large. */
  static final int ROUND = 51;

  private static final int SMALL_BLOCK = 64;
  private static final int SMALL_BLOCKS = 50;

  /** Just beyond the 8 MiB up to which a reader takes a file whole: the coordinator plans it. */
  private static final int LARGE_BLOCK = 1 << 10;

  private static final int LARGE_BLOCKS = 10_000;

  /** Of that many files. */
  static final int BLOCKS_OF_A_ROUND = (ROUND - 1) * SMALL_BLOCKS + LARGE_BLOCKS;

  private record File(byte[] content, byte[] listing, List<byte[]> blocks) {}

  private final ServerSocket server;
  private final File small;
  private final File large;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong gets = new AtomicLong();

  private EndlessPortal(ServerSocket server, File small, File large) {
    this.server = server;
    this.small = small;
    this.large = large;
  }

  static EndlessPortal start() throws IOException, InterruptedException {
    ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    try {
      int port = server.getLocalPort();
      EndlessPortal portal =
          new EndlessPortal(
              server,
              file("small", SMALL_BLOCKS, SMALL_BLOCK, port),
              file("large", LARGE_BLOCKS, LARGE_BLOCK, port));
      portal.threads.execute(portal::accept);
      return portal;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static File file(String name, int count, int size, int port)
      throws IOException, InterruptedException {
    try (Emulator emulator =
        Emulator.builder()
            .credentials(Canaries.ACCESS_KEY_ID, Canaries.SECRET_ACCESS_KEY)
            .blockSize(BlockSize.fixed(size))
            .codec(Codec.SNAPPY)
            .urlTtl(Duration.ofHours(12))
            .file(name, Content.random((long) size * count, 1))
            .start()) {
      EmulatedFile file = emulator.files().get(0);
      HttpClient http = HttpClient.newHttpClient();
      ObjectNode json =
          (ObjectNode)
              new ObjectMapper()
                  .readTree(ask(http, emulator.portalUri().resolve("/directio/" + file.id())));
      List<byte[]> blocks = new ArrayList<>();
      for (JsonNode chunk : json.get("chunks")) {
        URI url = URI.create(chunk.get("url").asText());
        ((ObjectNode) chunk)
            .put(
                "url",
                "http://127.0.0.1:%d/%s/%d?%s"
                    .formatted(port, name, blocks.size(), url.getRawQuery()));
        blocks.add(answer("200 OK", ask(http, url)));
      }
      byte[] listing =
          answer(
              "200 OK\r\nContent-Type: application/json",
              json.toString().getBytes(StandardCharsets.UTF_8));
      try (InputStream in = file.content().open()) {
        return new File(in.readAllBytes(), listing, blocks);
      }
    }
  }

  private static byte[] ask(HttpClient http, URI url) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    if (url.getPath().startsWith("/directio/")) {
      request.header("Authorization", "Bearer " + Canaries.ACCESS_KEY_ID);
    }
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException(url.getPath() + " was answered by " + response.statusCode());
    }
    return response.body();
  }

  private static byte[] answer(String head, byte[] body) {
    byte[] start =
        ("HTTP/1.1 " + head + "\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What is in a file. */
  byte[] content(long id) {
    return fileOf(id).content();
  }

  private File fileOf(long id) {
    return id % ROUND == 0 ? large : small;
  }

  /** Blocks that have been asked for. */
  long gets() {
    return gets.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private byte[] answer(String target) {
    String[] parts = target.split("[/?]", 4);
    if (parts[1].equals("directio")) {
      return fileOf(Long.parseLong(parts[2])).listing();
    }
    gets.incrementAndGet();
    return (parts[1].equals("large") ? large : small).blocks().get(Integer.parseInt(parts[2]));
  }

  private void serve(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      for (String target = target(in); target != null; target = target(in)) {
        out.write(answer(target));
      }
    } catch (IOException e) {
      // The client has gone, or the test is over.
    } finally {
      open.remove(socket);
    }
  }

  /** What a GET asks for; null when no more comes. */
  private static String target(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    String target = null;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.append((char) next);
      } else if (line.length() <= 1) {
        return target;
      } else {
        if (target == null) {
          target = line.substring(line.indexOf(" ") + 1, line.lastIndexOf(" "));
        }
        line.setLength(0);
      }
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
