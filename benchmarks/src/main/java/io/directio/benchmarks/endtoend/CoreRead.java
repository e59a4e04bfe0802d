// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.read.BlockReader;
import io.directio.read.ClientOptions;
import io.directio.read.Delivery;
import io.directio.read.DirectIOClient;
import io.directio.read.ReadTask;
import io.directio.read.ReaderOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The core pipeline, as an engine uses it: every block is dropped as soon as it is there. */
final class CoreRead implements Work {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Job job;
  private final DirectIOClient client;

  CoreRead(Job job) throws IOException {
    this.job = job;
    this.client = DirectIOClient.open(options(job));
  }

  /** The options of everything that reads by the core; credentials come from the environment. */
  static ClientOptions options(Job job) {
    return ClientOptions.builder(job.portal())
        .maxFetches(job.fetches())
        .maxListings(job.listings())
        .build();
  }

  @Override
  public Round read() throws IOException {
    long bytes = 0;
    try (BlockReader reader = client.reader(ReaderOptions.DEFAULT.withReuseArrays(true))) {
      job.refs().forEach(file -> reader.submit(ReadTask.wholeFile(file)));
      while (!reader.idle()) {
        bytes += next(reader);
      }
    }
    return new Round(bytes);
  }

  private static long next(BlockReader reader) throws IOException {
    Optional<Delivery> delivery = reader.poll(PATIENCE);
    if (delivery.isEmpty()) {
      throw new IOException("Nothing was read for " + PATIENCE);
    }
    try {
      if (delivery.get().result().orElse(null) instanceof ManifestEntry row) {
        throw new IOException("A file failed: " + row);
      }
      return delivery.get().result().orElse(null) instanceof Block block ? block.length() : 0;
    } finally {
      reader.done(delivery.get());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
