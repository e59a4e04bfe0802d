// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.function.Function;

/** Standard output, whose reader may go away at any time. */
public final class StandardOutput implements Sink {

  private final WritableByteChannel channel;
  private final Function<IOException, IOException> readerGone;
  private long length;

  /**
   * @param readerGone what to throw for a write that failed
   */
  public StandardOutput(OutputStream stream, Function<IOException, IOException> readerGone) {
    this.channel = Channels.newChannel(stream);
    this.readerGone = readerGone;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void write(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw readerGone.apply(e);
    }
    length += count;
  }

  @Override
  public void finish() {}

  @Override
  public void keep() {}

  @Override
  public void close() {}
}
