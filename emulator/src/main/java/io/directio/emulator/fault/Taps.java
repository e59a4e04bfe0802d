// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.fault;

import io.directio.emulator.wire.ConnectionCut;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Function;

/** Ways to bend the stream of a body. */
final class Taps {
  private Taps() {}

  /** What happens after some bytes. */
  @FunctionalInterface
  interface Then {
    void happen() throws IOException;
  }

  /** Lets {@code bytes} through, then something happens, once; what follows is dropped. */
  static Function<OutputStream, OutputStream> after(long bytes, Then then) {
    return out -> new After(out, bytes, then);
  }

  /** Ends the connection after some bytes. */
  static Function<OutputStream, OutputStream> cut(long bytes, boolean reset) {
    return after(
        bytes,
        () -> {
          throw reset ? ConnectionCut.byReset() : ConnectionCut.byClose();
        });
  }

  /** Lets one piece through per pause. */
  static Function<OutputStream, OutputStream> dribble(int piece, Duration pause) {
    return out ->
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += piece) {
              out.write(bytes, offset + done, Math.min(piece, length - done));
              out.flush();
              Pause.of(pause);
            }
          }
        };
  }

  private static final class After extends FilterOutputStream {
    private final Then then;
    private long left;
    private boolean happened;

    After(OutputStream out, long bytes, Then then) {
      super(out);
      this.left = bytes;
      this.then = then;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int n = (int) Math.min(left, length);
      out.write(bytes, offset, n);
      left -= n;
      if (left == 0) {
        happen();
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
      if (left == 0) {
        happen();
      }
    }

    private void happen() throws IOException {
      if (!happened) {
        happened = true;
        out.flush();
        then.happen();
      }
    }
  }
}
