// SPDX-License-Identifier: Apache-2.0
package io.directio.cli.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Function;

/**
 * Standard output, a FIFO or a device: nothing of it can be taken back, and its reader may go away
 * at any time.
 */
public final class StreamSink implements Sink {

  private final WritableByteChannel channel;
  private final Closeable ending;
  private final Function<IOException, IOException> failure;
  private long length;

  private StreamSink(
      OutputStream stream, Closeable ending, Function<IOException, IOException> failure) {
    this.channel = Channels.newChannel(stream);
    this.ending = ending;
    this.failure = failure;
  }

  /**
   * Standard output, which stays open.
   *
   * @param failure what to throw for a write that failed
   */
  public static StreamSink of(OutputStream out, Function<IOException, IOException> failure) {
    return new StreamSink(out, () -> {}, failure);
  }

  /**
   * A FIFO or a device. Opening a FIFO waits for its reader.
   *
   * @param failure what to throw for a write that failed
   */
  public static StreamSink open(Path special, Function<IOException, IOException> failure)
      throws IOException {
    OutputStream stream = Files.newOutputStream(special, StandardOpenOption.WRITE);
    return new StreamSink(stream, stream, failure);
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
      throw failure.apply(e);
    }
    length += count;
  }

  @Override
  public void finish() {}

  @Override
  public void keep() {}

  @Override
  public void close() throws IOException {
    ending.close();
  }
}
