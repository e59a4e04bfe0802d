// SPDX-License-Identifier: Apache-2.0
package io.directio.transfer;

import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.assemble.Destination;
import io.directio.read.DirectIOClient;
import java.util.Iterator;
import java.util.Objects;

/**
 * Transfers files of a portal to a destination.
 *
 * <pre>{@code
 * try (DirectIOClient client = DirectIOClient.open(options);
 *     Destination destination = LocalDestinationSpec.in(Path.of("/data")).open()) {
 *   TransferSummary summary =
 *       new Transfer(client, destination).run(List.of(FileRef.ofId(12345)).iterator());
 * }
 * }</pre>
 *
 * <p>Files that the destination holds already are skipped, files that an earlier run began are
 * resumed block by block. A file that can't be transferred ends with a failed row, and the others
 * go on; what would stop all of them (refused credentials, a destination that can't be written)
 * ends the transfer. In any case, what is published is whole, and what was written is kept for the
 * next run.
 *
 * <p><b>Threading:</b> {@link #run} works on the caller's thread and on some of its own until all
 * is done. Interrupt the caller to end it early.
 */
public final class Transfer {

  private final DirectIOClient client;
  private final Destination destination;
  private final TransferOptions options;
  private final TransferListener listener;

  /** A transfer with the defaults, told to nobody. */
  public Transfer(DirectIOClient client, Destination destination) {
    this(client, destination, TransferOptions.DEFAULT, TransferListener.NONE);
  }

  /** A transfer; client and destination stay the caller's to close. */
  public Transfer(
      DirectIOClient client,
      Destination destination,
      TransferOptions options,
      TransferListener listener) {
    this.client = Objects.requireNonNull(client, "client");
    this.destination = Objects.requireNonNull(destination, "destination");
    this.options = Objects.requireNonNull(options, "options");
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  /**
   * Transfers files. They are taken from the iterator as they are needed, so there may be any
   * number of them; each should come only once.
   *
   * @throws DirectIOException if something would stop every file, or a file failed and the transfer
   *     is to {@linkplain TransferOptions#failFast() fail fast}
   * @throws InterruptedException if the caller was interrupted; complete files have been published
   */
  public TransferSummary run(Iterator<FileRef> files)
      throws DirectIOException, InterruptedException {
    return new TransferRun(client, destination, options, new Progress(listener)).run(files);
  }
}
