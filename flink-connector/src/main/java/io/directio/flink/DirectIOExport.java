// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.flink.sink.DirectIOSink;
import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Exports files of a portal: the source and the sink wired for each other, chained, so that no
 * block is copied on its way from the storage to its file.
 *
 * <pre>{@code
 * DirectIOExport.from(ClientOptions.of(portal))
 *     .files(FileSelection.ids(12345, 67890))
 *     .to(Path.of("/mnt/export"))
 *     .start(StreamExecutionEnvironment.getExecutionEnvironment());
 * }</pre>
 *
 * <p>What is stored already is skipped, so an export that was interrupted is resumed by starting it
 * again. Progress can be watched by the accumulators that {@link
 * io.directio.flink.sink.ExportCounters} names.
 */
public final class DirectIOExport {

  private final ClientOptions client;
  private FileSelection files;
  private DestinationSpec destination;
  private Path manifests;
  private String run;
  private AssignmentOptions assignment = AssignmentOptions.DEFAULT;
  private Integer parallelism;
  private boolean failFast;
  private boolean skipStored = true;
  private boolean deletions;
  private String name = "Direct IO export";

  private DirectIOExport(ClientOptions client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  /**
   * Begins to describe an export.
   *
   * @param client the portal, and how to reach it
   */
  public static DirectIOExport from(ClientOptions client) {
    return new DirectIOExport(client);
  }

  /** The files. Required. */
  public DirectIOExport files(FileSelection selection) {
    this.files = selection;
    return this;
  }

  /**
   * A directory that every worker sees under this path. This or another destination is required.
   */
  public DirectIOExport to(Path directory) {
    return to(LocalDestinationSpec.in(directory));
  }

  /** A directory that every worker sees, with settings. */
  public DirectIOExport to(LocalDestinationSpec directory) {
    return to(directory, DirectIOSink.manifestDirectory(directory));
  }

  /**
   * Any destination, such as {@link io.directio.assemble.s3.S3DestinationSpec}. Its manifests lie
   * in it, below {@code .directio/manifest}.
   */
  public DirectIOExport to(DestinationSpec spec) {
    this.destination = spec;
    this.manifests = null;
    return this;
  }

  /**
   * Any destination.
   *
   * @param manifestDirectory a directory for manifests, which every worker sees
   */
  public DirectIOExport to(DestinationSpec spec, Path manifestDirectory) {
    this.destination = spec;
    this.manifests = manifestDirectory;
    return this;
  }

  /** The name of this export's manifest. Default: the id of the job. */
  public DirectIOExport run(String manifestName) {
    this.run = manifestName;
    return this;
  }

  /** How much is assigned to a reader at once. Default: {@link AssignmentOptions#DEFAULT}. */
  public DirectIOExport assignment(AssignmentOptions options) {
    this.assignment = options;
    return this;
  }

  /** Parallelism of source and sink. Default: the environment's. */
  public DirectIOExport parallelism(int subtasks) {
    this.parallelism = subtasks;
    return this;
  }

  /** Whether a single failed file stops the job. Default: no. */
  public DirectIOExport failFast(boolean stop) {
    this.failFast = stop;
    return this;
  }

  /** Whether to leave out what the destination holds already. Default: yes. */
  public DirectIOExport skipStored(boolean skip) {
    this.skipStored = skip;
    return this;
  }

  /**
   * Whether files that are deleted or renamed at the portal from now on are removed here, too; see
   * {@link DirectIOSink.Builder#deletions}. For {@link FileSelection#follow} only. Default: no.
   */
  public DirectIOExport deletions(boolean apply) {
    this.deletions = apply;
    return this;
  }

  /** The job's name. */
  public DirectIOExport name(String jobName) {
    this.name = jobName;
    return this;
  }

  /**
   * Adds the export to a job.
   *
   * @return the rows of files that could not be read, as they come; they are in the manifest as
   *     well
   */
  public DataStream<ManifestEntry> addTo(StreamExecutionEnvironment environment) {
    DestinationSpec target = deletions ? destination.withDeletions(true) : destination;
    DirectIOSource source =
        DirectIOSource.builder()
            .client(client)
            .files(deletions ? files.withDeletions() : files)
            .assignment(assignment)
            .skipStored(skipStored ? target : null)
            .alignedTo(target)
            .reuseArrays(true)
            .failFast(failFast)
            .build();
    DirectIOSink.Builder sink =
        DirectIOSink.builder().destination(target).deletions(deletions).failFast(failFast);
    if (manifests != null) {
      sink.manifestDirectory(manifests);
    }
    if (run != null) {
      sink.run(run);
    }
    int subtasks = parallelism == null ? environment.getParallelism() : parallelism;
    DataStream<ReadResult> blocks =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "Direct IO source")
            .uid("directio-source")
            .setParallelism(subtasks);
    SingleOutputStreamOperator<ReadResult> results = FailedFiles.beside(blocks);
    results.uid("directio-failed-files");
    results
        .sinkTo(sink.build())
        .name("Direct IO sink")
        .uid("directio-sink")
        .setParallelism(subtasks);
    return results.getSideOutput(FailedFiles.TAG);
  }

  /**
   * Adds the export to a job and starts it.
   *
   * @return the running job
   * @throws Exception if the job can't be submitted
   */
  public JobClient start(StreamExecutionEnvironment environment) throws Exception {
    addTo(environment);
    return environment.executeAsync(name);
  }

  /**
   * Where the manifest of a job that was started by this is, once it has finished.
   *
   * @throws IllegalStateException if it is not in a directory, but kept by the destination: ask
   *     {@link io.directio.assemble.Destination#manifests()}
   */
  public Path manifestOf(JobID job) {
    if (manifests == null) {
      throw new IllegalStateException("The destination keeps the manifest, not a directory");
    }
    return DirectIOSink.manifestOf(manifests, run == null ? job.toHexString() : run);
  }
}
