// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hc.core5.util.TimeValue;

/**
 * The body of an answer. Each read is watched, and keeps the pace of a limit; the connection goes
 * back to its pool with the last byte, and is thrown away if the body is closed before.
 */
final class GuardedBody extends InputStream {

  private final Exchange exchange;
  private final InputStream bytes;
  private final TimeValue keepAlive;
  private final Pace pace;
  private long remaining;
  private boolean ended;
  private volatile boolean closed;

  /**
   * @param length number of bytes in the body, or -1 if it was not announced
   * @param keepAlive how long the connection may be kept once the body was read; null: not at all
   * @param pace holds reads back
   */
  GuardedBody(Exchange exchange, InputStream bytes, long length, TimeValue keepAlive, Pace pace) {
    this.exchange = exchange;
    this.bytes = bytes;
    this.remaining = length;
    this.keepAlive = keepAlive;
    this.pace = pace;
    if (length == 0) {
      end();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (ended) {
      return -1;
    }
    if (closed) {
      throw new IOException("The body was closed");
    }
    if (length == 0) {
      return 0;
    }
    int count = 0;
    exchange.readBegins();
    try {
      count = bytes.read(target, offset, Math.min(length, pace.portion()));
    } catch (IOException e) {
      closed = true;
      HttpException failure = exchange.failure(e);
      exchange.discard();
      throw failure;
    } finally {
      exchange.readEnds(count);
    }
    if (count < 0) {
      end();
    } else if (remaining > 0) {
      remaining -= count;
      if (remaining == 0) {
        end();
      }
    }
    pace.keep(count);
    return count;
  }

  private void end() {
    ended = true;
    if (keepAlive == null) {
      exchange.discard();
    } else {
      exchange.release(keepAlive);
    }
  }

  @Override
  public void close() {
    if (!ended && !closed) {
      closed = true;
      // So that a read that another thread is blocked in knows why it fails.
      exchange.abort(Cancellation.reason());
      exchange.discard();
    }
  }
}
