// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.flink.DirectIOExport;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An export with Flink: a job for each round. */
final class FlinkExport implements Work {

  private final Job job;
  private final FlinkCluster cluster;
  private final Output output;

  FlinkExport(Job job, Output output) throws IOException {
    this.job = job;
    this.output = output;
    this.cluster = FlinkCluster.start(job.directory());
  }

  @Override
  public void prepare() throws IOException {
    output.prepare();
  }

  @Override
  public Round read() throws Exception {
    DirectIOExport export =
        output.addTo(
            DirectIOExport.from(CoreRead.options(job)).files(FileSelection.files(job.refs())));
    StreamExecutionEnvironment environment = cluster.environment();
    export.addTo(environment);
    FlinkCluster.Finished done = cluster.run(environment);
    return done.round(published(output.manifestOf(export, done.id())));
  }

  private static long published(Path manifest) throws IOException {
    long bytes = 0;
    try (ManifestReader reader = ManifestReader.open(manifest)) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        if (row.get().status() != ManifestEntry.Status.OK) {
          throw new IOException("A file was not exported: " + row.get());
        }
        bytes += row.get().size();
      }
    }
    return bytes;
  }

  @Override
  public void tidy() throws IOException {
    output.tidy();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
