// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import io.directio.BlockInfo;
import io.directio.ByteRange;
import io.directio.DirectIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/**
 * Asks for the bytes of a file in order: the Streamer API. Without a range, for all of them.
 *
 * <pre>{@code
 * try (InputStream in = client.stream(12345).range(ByteRange.from(1000)).open().asInputStream()) {
 *   in.transferTo(out);
 * }
 * }</pre>
 *
 * <p><b>Threading:</b> not thread-safe; made, used once and forgotten.
 */
public final class StreamRequest {

  private static final int DEFAULT_WORKERS = 20;

  private final OpenFile file;
  private ByteRange range = ByteRange.ALL;
  private int workers = DEFAULT_WORKERS;

  StreamRequest(OpenFile file) {
    this.file = file;
  }

  /**
   * The bytes to stream.
   *
   * @param bytes both ends inclusive; one that starts past the end of the file makes {@link
   *     #open()} throw a {@link io.directio.RangeNotSatisfiableException}
   */
  public StreamRequest range(ByteRange bytes) {
    range = bytes;
    return this;
  }

  /**
   * How many blocks are fetched ahead at once, at most; default 20. The client's own bounds, above
   * all that of its memory, apply too.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public StreamRequest workers(int count) {
    workers = BlocksRequest.checkedWorkers(count);
    return this;
  }

  /**
   * Lists the file and begins to fetch.
   *
   * @return to be closed
   * @throws DirectIOException if the file can't be listed, or the range starts past its end
   */
  public BlockStream open() throws DirectIOException {
    LeasedFile leased = file.lease();
    List<BlockInfo> blocks = leased.plan().blocksIn(range);
    BlockQueue queue = file.queue(leased, blocks, true, new BlockQueue.Window(workers, workers));
    return new BlockStream(queue, range);
  }

  /**
   * Opens the whole file as a read-only channel that can be positioned; a range that was set has no
   * effect. Reading on in order is fetched ahead; setting another position begins anew, with few
   * blocks at first.
   *
   * @return to be closed; not safe for use by several threads at once, but for closing
   * @throws DirectIOException if the file can't be listed
   */
  public SeekableByteChannel openChannel() throws DirectIOException {
    return new BlockChannel(file, file.lease(), workers);
  }
}
