// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.Block;
import io.directio.beam.DirectIO;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** {@code DirectIO.readAll()}: every block is dropped as soon as it is there. */
final class BeamRead implements Work {

  /** Of the round: the functions run in this process. */
  private static final AtomicLong BYTES = new AtomicLong();

  private final Job job;
  private final long smallFileThreshold;
  private final BeamPipelines pipelines;

  /**
   * @param smallFileThreshold size in bytes up to which files are read whole
   */
  BeamRead(Job job, long smallFileThreshold) throws IOException {
    this.job = job;
    this.smallFileThreshold = smallFileThreshold;
    this.pipelines = BeamPipelines.start(job.directory());
  }

  @Override
  public Round read() throws Exception {
    BYTES.set(0);
    Pipeline pipeline = pipelines.create();
    BeamPipelines.files(pipeline, job)
        .apply(
            "Read",
            DirectIO.readAll(CoreRead.options(job)).withSmallFileThreshold(smallFileThreshold))
        .apply("Drop", ParDo.of(new DropFn()));
    FlinkCluster.Finished done = pipelines.run(pipeline);
    return done.round(BYTES.get());
  }

  @Override
  public void close() {
    pipelines.close();
  }

  private static final class DropFn extends DoFn<Block, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Block block) {
      BYTES.addAndGet(block.length());
    }
  }
}
