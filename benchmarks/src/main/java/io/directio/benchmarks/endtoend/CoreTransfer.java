// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.read.DirectIOClient;
import io.directio.transfer.Transfer;
import io.directio.transfer.TransferSummary;
import java.io.IOException;

/** The core pipeline that writes files, without an engine. */
final class CoreTransfer implements Work {

  private final Job job;
  private final DirectIOClient client;
  private ScratchDirectory output;

  CoreTransfer(Job job) throws IOException {
    this.job = job;
    this.client = DirectIOClient.open(CoreRead.options(job));
  }

  @Override
  public void prepare() throws IOException {
    output = ScratchDirectory.in(job.directory());
  }

  @Override
  public Round read() throws Exception {
    try (Destination destination = LocalDestinationSpec.in(output.path()).open()) {
      TransferSummary summary = new Transfer(client, destination).run(job.refs().iterator());
      if (summary.ok() != job.files()) {
        throw new IOException("Not all files were transferred: " + summary);
      }
      return new Round(summary.writtenBytes());
    }
  }

  @Override
  public void tidy() throws IOException {
    output.close();
  }

  @Override
  public void close() {
    client.close();
  }
}
