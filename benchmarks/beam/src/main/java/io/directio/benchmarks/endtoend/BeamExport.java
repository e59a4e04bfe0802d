// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.ManifestEntry;
import io.directio.beam.DirectIO;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** {@code DirectIO.export()} into a directory. */
final class BeamExport implements Work {

  /** Of the round: the functions run in this process. */
  private static final AtomicLong BYTES = new AtomicLong();

  private final Job job;
  private final BeamPipelines pipelines;
  private ScratchDirectory output;

  BeamExport(Job job) throws IOException {
    this.job = job;
    this.pipelines = BeamPipelines.start(job.directory());
  }

  @Override
  public void prepare() throws IOException {
    output = ScratchDirectory.in(job.directory());
  }

  @Override
  public Round read() throws Exception {
    BYTES.set(0);
    Pipeline pipeline = pipelines.create();
    BeamPipelines.files(pipeline, job)
        .apply("Export", DirectIO.export(CoreRead.options(job), output.path()))
        .succeeded()
        .apply("Count", ParDo.of(new CountFn()));
    FlinkCluster.Finished done = pipelines.run(pipeline);
    return done.round(BYTES.get());
  }

  @Override
  public void tidy() throws IOException {
    output.close();
  }

  @Override
  public void close() {
    pipelines.close();
  }

  private static final class CountFn extends DoFn<ManifestEntry, Void> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element ManifestEntry file) {
      BYTES.addAndGet(file.size());
    }
  }
}
