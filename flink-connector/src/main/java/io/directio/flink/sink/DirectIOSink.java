// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.ReadResult;
import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.ManifestStore;
import io.directio.assemble.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Assembles blocks into files, each of which appears under its name only when it is whole, exactly
 * once, with a row in the manifest.
 *
 * <pre>{@code
 * stream.sinkTo(DirectIOSink.builder().destination(LocalDestinationSpec.in(root)).build());
 * }</pre>
 *
 * <p>Give it what the source gives, all of it: blocks, ranges that are stored already, and the rows
 * of files that failed or were skipped. The blocks of one file may come in any order and to
 * different subtasks, if all of them see the same destination. With the same parallelism as the
 * source it is chained to it, and no block crosses the network.
 *
 * <p>Files are published when a checkpoint is complete, so with checkpointing the interval says how
 * soon they appear. Without checkpointing, and in batch mode, they are published when the input has
 * ended, and the receipts of everything are kept until then: some 200 bytes a block.
 *
 * @see io.directio.flink.sink
 */
public final class DirectIOSink
    implements Sink<ReadResult>,
        SupportsCommitter<FileCommit>,
        SupportsPreCommitTopology<WriteResult, FileCommit> {

  private static final long serialVersionUID = 1L;

  private final DestinationSpec destination;
  private final String manifestDirectory;
  private final String run;
  private final boolean failFast;

  private DirectIOSink(Builder builder) {
    DestinationSpec given = Objects.requireNonNull(builder.destination, "destination");
    this.destination = builder.deletions ? given.withDeletions(true) : given;
    this.manifestDirectory = builder.manifests == null ? null : builder.manifests.toString();
    this.run = builder.run;
    this.failFast = builder.failFast;
  }

  /**
   * Where the manifest of an export is once it has ended; until then its parts are in the directory
   * of the same name without {@code .jsonl}.
   *
   * @param directory the directory for manifests
   * @param run the export's {@linkplain Builder#run name}, or the id of its job
   */
  public static Path manifestOf(Path directory, String run) {
    return ManifestStore.manifestOf(directory, run);
  }

  /** The directory for manifests in a destination that is a directory, unless another is given. */
  public static Path manifestDirectory(LocalDestinationSpec destination) {
    return Path.of(destination.root(), ".directio", "manifest");
  }

  /** Begins to describe a sink. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public SinkWriter<ReadResult> createWriter(WriterInitContext context) throws IOException {
    return new BlockWriter(destination.open(), failFast, context.metricGroup());
  }

  @Override
  public Committer<FileCommit> createCommitter(CommitterInitContext context) throws IOException {
    Destination opened = destination.open();
    Manifests manifests =
        manifestDirectory == null
            ? opened.manifests()
            : new ManifestStore(Path.of(manifestDirectory));
    return new FileCommitter(
        opened,
        manifests,
        failFast,
        context.metricGroup().addGroup("directio").counter("filesDeleted"));
  }

  @Override
  public SimpleVersionedSerializer<FileCommit> getCommittableSerializer() {
    return new FileCommitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<WriteResult> getWriteResultSerializer() {
    return new WriteResultSerializer();
  }

  @Override
  public DataStream<CommittableMessage<FileCommit>> addPreCommitTopology(
      DataStream<CommittableMessage<WriteResult>> results) {
    return results
        .global()
        .transform(
            "Completeness",
            CommittableMessageTypeInfo.of(FileCommitSerializer::new),
            new CompletenessOperator(destination, run))
        .setParallelism(1)
        .setMaxParallelism(1)
        // One committer publishes; it does so in batches.
        .global();
  }

  /** Describes a sink. */
  public static final class Builder {

    private DestinationSpec destination;
    private Path manifests;
    private String run;
    private boolean failFast;
    private boolean deletions;

    private Builder() {}

    /** Where the files go. */
    public Builder destination(DestinationSpec spec) {
      this.destination = spec;
      return this;
    }

    /**
     * A directory for manifests, which every worker sees. Default: {@code .directio/manifest} in
     * the destination.
     */
    public Builder manifestDirectory(Path directory) {
      this.manifests = directory.toAbsolutePath();
      return this;
    }

    /**
     * The name of this export's manifest. Default: the id of the job. A job that is resumed from a
     * checkpoint or savepoint goes on with the name that it had. A name that was used before adds
     * to the manifest that it named.
     *
     * @throws IllegalArgumentException if the name holds anything but letters, digits, {@code .},
     *     {@code -} and {@code _}, or begins with a dot
     */
    public Builder run(String name) {
      if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
        throw new IllegalArgumentException("Not a name for a manifest: '" + name + "'");
      }
      this.run = name;
      return this;
    }

    /** Whether a single failed file stops the job. Default: no, it gets a failed row. */
    public Builder failFast(boolean stop) {
      this.failFast = stop;
      return this;
    }

    /**
     * Whether files that are deleted at the portal are removed, as far as the source tells of them
     * ({@link io.directio.FileDeletion}), and files that were renamed are removed under their old
     * names. Only what we have published is removed, once the checkpoint is complete. Default: no.
     */
    public Builder deletions(boolean apply) {
      this.deletions = apply;
      return this;
    }

    /** The sink. */
    public DirectIOSink build() {
      return new DirectIOSink(this);
    }
  }
}
