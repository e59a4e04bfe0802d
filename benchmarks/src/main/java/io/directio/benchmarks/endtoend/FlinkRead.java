// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.Block;
import io.directio.ReadResult;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The Flink source: every block is dropped as soon as it is there. */
final class FlinkRead implements Work {

  /** Of the round: the functions run in this process. */
  private static final AtomicLong BYTES = new AtomicLong();

  private final Job job;
  private final FlinkCluster cluster;

  FlinkRead(Job job) throws IOException {
    this.job = job;
    this.cluster = FlinkCluster.start(job.directory());
  }

  @Override
  public Round read() throws Exception {
    BYTES.set(0);
    DirectIOSource source =
        DirectIOSource.builder()
            .client(CoreRead.options(job))
            .files(FileSelection.files(job.refs()))
            .reuseArrays(true)
            .build();
    StreamExecutionEnvironment environment = cluster.environment();
    environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), "Read")
        .map(FlinkRead::count)
        .returns(Types.LONG)
        .sinkTo(new DiscardingSink<>());
    FlinkCluster.Finished done = cluster.run(environment);
    return done.round(BYTES.get());
  }

  private static Long count(ReadResult result) throws IOException {
    if (!(result instanceof Block block)) {
      throw new IOException("A file failed: " + result);
    }
    return BYTES.addAndGet(block.length());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
