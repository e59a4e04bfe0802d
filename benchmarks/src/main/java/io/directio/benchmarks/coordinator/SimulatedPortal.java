// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

import io.directio.emulator.wire.Body;
import io.directio.emulator.wire.Exchange;
import io.directio.emulator.wire.Headers;
import io.directio.emulator.wire.HttpPort;
import io.directio.emulator.wire.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A portal that makes up its answers as they are asked for, and so holds nothing, however many
 * files there are: pages of events, the way to a folder, and the blocks of a file. It lets everyone
 * in, answers at once, and has no storage.
 *
 * <p><b>Threading:</b> answers on a thread for each connection.
 */
final class SimulatedPortal implements AutoCloseable {

  /** As long as those of a real store, and as hard to compress: each signature is another one. */
  private static final String URL =
      "https://blocks-eu-central-1.s3.eu-central-1.amazonaws.com/##?X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=AKIA0123456789ABCDEF%2F20260101%2Feu-central-1%2Fs3%2Faws4_request"
          + "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
          + "&X-Amz-Signature=####";

  /** What stands between the places where each URL has digits of its own, 16 at a time. */
  private static final String[] URL_PIECES = URL.split("#", -1);

  private static final int PIECE = 64 << 10;
  private static final long FOLDER_ID = 7;
  private static final String DIRECT_IO = "/directio/";
  private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"(\\d+)\"");
  private static final Pattern MOST = Pattern.compile("\"max_results\":(\\d+)");
  private static final Pattern GUID = Pattern.compile("\"guid\":\"folder-(\\d+)\"");

  private final PortalContents contents;
  private final HttpPort port;
  private final AtomicLong listings = new AtomicLong();
  private final AtomicLong discovery = new AtomicLong();

  private SimulatedPortal(PortalContents contents) {
    this.contents = contents;
    this.port =
        new HttpPort(
            "simulated-portal",
            InetAddress.getLoopbackAddress(),
            0,
            Optional.empty(),
            this::answer,
            Throwable::printStackTrace);
  }

  static SimulatedPortal start(PortalContents contents) {
    SimulatedPortal portal = new SimulatedPortal(contents);
    portal.port.start();
    return portal;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port.port());
  }

  /** Calls for the blocks of a file, so far. */
  long listings() {
    return listings.get();
  }

  /** Calls for pages of files and for the ways to folders, so far. */
  long discoveryCalls() {
    return discovery.get();
  }

  private void answer(Exchange exchange) throws IOException {
    String path = exchange.head().path();
    if (path.startsWith(DIRECT_IO)) {
      listings.incrementAndGet();
      exchange.send(json(new Blocks(Long.parseLong(path.substring(DIRECT_IO.length())))));
      return;
    }
    discovery.incrementAndGet();
    String asked = new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
    if (path.endsWith("/metadata/list")) {
      exchange.send(json(page(asked)));
    } else if (path.endsWith("/metadata/ancestors")) {
      exchange.send(json(way(asked)));
    } else if (path.endsWith("/api/login")) {
      exchange.send(
          new Response(
              200, new Headers().add("Set-Cookie", "session=simulated; Path=/"), Body.of("OK")));
    } else {
      exchange.send(json(Body.of("{}")));
    }
  }

  private static Response json(Body body) {
    return new Response(200, new Headers().add("Content-Type", "application/json"), body);
  }

  private Body page(String asked) {
    Matcher cursor = CURSOR.matcher(asked);
    Matcher most = MOST.matcher(asked);
    long before = cursor.find() ? Long.parseLong(cursor.group(1)) : 0;
    long last =
        Math.min(contents.files(), before + (most.find() ? Long.parseLong(most.group(1)) : 1));
    StringBuilder text = new StringBuilder(1 << 20).append("{\"entries\":[");
    for (long id = before + 1; id <= last; id++) {
      text.append(id > before + 1 ? "," : "")
          .append("{\"type\":\"file\",\"deleted\":false,\"guid\":\"file-")
          .append(id)
          .append("\",\"parent_guid\":\"folder-")
          .append(contents.folder(id))
          .append("\",\"name\":\"Quarterly report of department ")
          .append(id)
          .append(".docx\",\"folder_id\":")
          .append(FOLDER_ID)
          .append(",\"id\":")
          .append(id)
          .append(",\"size\":")
          .append(contents.size(id))
          .append(",\"gvsn\":\"")
          .append(id)
          .append("\",\"portal_modified_date\":\"2026-01-01T00:00:00Z\"}");
    }
    text.append("],\"cursor\":\"").append(last).append("\",\"has_more\":");
    return Body.of(text.append(last < contents.files()).append('}').toString());
  }

  private static Body way(String asked) {
    Matcher guid = GUID.matcher(asked);
    long folder = guid.find() ? Long.parseLong(guid.group(1)) : 0;
    long project = folder / PortalContents.PER_PROJECT;
    return Body.of(
        "[{\"name\":\"Company share\",\"guid\":\"drive\"},{\"name\":\"Project "
            + project
            + "\",\"guid\":\"project-"
            + project
            + "\"},{\"name\":\"Correspondence "
            + folder
            + "\",\"guid\":\"folder-"
            + folder
            + "\"}]");
  }

  @Override
  public void close() {
    port.close();
  }

  /** The blocks of a file, written as they are made up. */
  private final class Blocks implements Body {
    private final long fileId;
    private long random;

    Blocks(long fileId) {
      this.fileId = fileId;
      this.random = fileId;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      long blocks = contents.blocks(fileId);
      long length = contents.size(fileId) / blocks;
      StringBuilder text = new StringBuilder(PIECE + 1024);
      text.append("{\"encrypt_info\":{\"data_encrypted\":false,\"wrapped_key\":null},")
          .append("\"compression_type\":\"SNAPPY\",\"chunks\":[");
      for (long i = 0; i < blocks; i++) {
        text.append(i > 0 ? ",{\"url\":\"" : "{\"url\":\"").append(URL_PIECES[0]);
        for (int piece = 1; piece < URL_PIECES.length; piece++) {
          hex(text, next());
          text.append(URL_PIECES[piece]);
        }
        text.append("\",\"len\":").append(length).append('}');
        if (text.length() > PIECE) {
          out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
          text.setLength(0);
        }
      }
      out.write(text.append("]}").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void hex(StringBuilder text, long word) {
      for (int shift = 60; shift >= 0; shift -= 4) {
        text.append(Character.forDigit((int) (word >>> shift) & 15, 16));
      }
    }

    /** SplitMix64. */
    private long next() {
      random += 0x9e3779b97f4a7c15L;
      long z = (random ^ random >>> 30) * 0xbf58476d1ce4e5b9L;
      z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
      return z ^ z >>> 31;
    }
  }
}
