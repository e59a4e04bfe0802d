// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.FileRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Runs pipelines on a Flink inside of this process, in batch, with a slot for each core. */
final class BeamPipelines implements AutoCloseable {

  private final FlinkCluster cluster;
  private final String address;
  private final Path staged;

  private BeamPipelines(FlinkCluster cluster, Path staged) {
    this.cluster = cluster;
    this.address = cluster.address().getHost() + ":" + cluster.address().getPort();
    this.staged = staged;
  }

  /**
   * Starts a Flink.
   *
   * @param directory for its temporary files
   */
  static BeamPipelines start(Path directory) throws IOException {
    return new BeamPipelines(FlinkCluster.start(directory), emptyJar(directory));
  }

  /** This process has all classes already; told of no jar at all, Beam stages the class path. */
  private static Path emptyJar(Path directory) throws IOException {
    Path jar = Files.createTempFile(directory, "empty", ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  /** A pipeline, still empty. */
  Pipeline create() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(address);
    options.setParallelism(Runtime.getRuntime().availableProcessors());
    // What docs/beam.md advises.
    options.setFasterCopy(true);
    options.setObjectReuse(true);
    // Who waits for the end of an attached one is told up to two seconds later.
    options.setAttachedMode(false);
    options.setFilesToStage(List.of(staged.toString()));
    return Pipeline.create(options);
  }

  /** The files of a job. */
  static PCollection<FileRef> files(Pipeline pipeline, Job job) {
    return pipeline.apply(
        "Files", Create.of(job.refs()).withType(TypeDescriptor.of(FileRef.class)));
  }

  /**
   * Runs a pipeline to its end.
   *
   * @throws IOException if it fails
   */
  FlinkCluster.Finished run(Pipeline pipeline)
      throws IOException, ExecutionException, InterruptedException {
    FlinkCluster.Submission submission = cluster.new Submission();
    pipeline.run();
    return submission.finish(cluster.newestJob());
  }

  @Override
  public void close() {
    cluster.close();
  }
}
