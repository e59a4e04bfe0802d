// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * The answer to a call: its status and headers, and a body that is still to be read.
 *
 * <p>Must be closed. If the body was read to its end, the connection is kept for the next call;
 * otherwise it is thrown away, because reading the rest would cost more than a new one.
 *
 * <p><b>Threading.</b> One thread reads. {@link #close()} may be called by another, and then ends a
 * blocked read.
 */
public final class HttpAnswer implements Closeable {

  private final ClassicHttpResponse response;
  private final GuardedBody body;
  private final long contentLength;

  HttpAnswer(ClassicHttpResponse response, GuardedBody body, long contentLength) {
    this.response = response;
    this.body = body;
    this.contentLength = contentLength;
  }

  /** The status code. */
  public int status() {
    return response.getCode();
  }

  /** The first header of a name, in any case of letters. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** The values of all headers of a name, in any case of letters, in their order. */
  public List<String> headers(String name) {
    return Arrays.stream(response.getHeaders(name)).map(Header::getValue).toList();
  }

  /** Length of the body in bytes, or -1 if it was not announced. */
  public long contentLength() {
    return contentLength;
  }

  /**
   * The body. Each read fails with an {@link HttpException} if nothing arrives for the read
   * timeout, if the whole arrives too slowly, if it ends too early, or if the connection is lost.
   */
  public InputStream body() {
    return body;
  }

  /**
   * Reads the beginning of the body, for instance of a page of error. A body that fits is read to
   * its end, so that its connection is kept.
   *
   * @param limit most bytes to read
   */
  public byte[] head(int limit) throws IOException {
    return body.readNBytes(limit);
  }

  /** When the server sent the answer by its own clock, if it says so. */
  public Optional<Instant> serverTime() {
    return header("Date").flatMap(date -> HttpDate.parse(date, Instant.now()));
  }

  @Override
  public void close() {
    body.close();
  }

  /** The status, and nothing of what the server sent. */
  @Override
  public String toString() {
    return "HTTP status " + status();
  }
}
