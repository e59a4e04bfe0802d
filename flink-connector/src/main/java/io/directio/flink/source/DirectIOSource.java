// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.ReadResult;
import io.directio.assemble.DestinationSpec;
import io.directio.flink.source.enumerator.ClientPlanner;
import io.directio.flink.source.enumerator.DirectIOEnumerator;
import io.directio.flink.source.enumerator.EnumeratorSettings;
import io.directio.flink.source.enumerator.EnumeratorState;
import io.directio.flink.source.enumerator.EnumeratorStateSerializer;
import io.directio.flink.source.metrics.ClientMetrics;
import io.directio.flink.source.reader.DirectIOSourceReader;
import io.directio.flink.source.reader.ReaderSettings;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.flink.source.split.DirectIOSplitSerializer;
import io.directio.flink.types.NounTypeInfo;
import io.directio.read.ClientOptions;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Reads files of a portal as blocks, in parallel.
 *
 * <pre>{@code
 * DirectIOSource source =
 *     DirectIOSource.builder()
 *         .client(ClientOptions.of(URI.create("https://portal.example.com")))
 *         .files(FileSelection.ids(12345, 67890))
 *         .build();
 * DataStream<ReadResult> results =
 *     env.fromSource(source, WatermarkStrategy.noWatermarks(), "files");
 * }</pre>
 *
 * <p><b>What comes out.</b> A {@link io.directio.Block} for every block of every file, each exactly
 * once in Flink's sense, in no particular order: also the blocks of one file come from several
 * subtasks. For a file that can't be read a {@link io.directio.ManifestEntry} with the reason,
 * after which nothing more of that file is worth anything; the other files go on. With {@link
 * Builder#skipStored} also a {@link io.directio.StoredRange} for bytes, and a row for files, that
 * the destination holds already. If a file changes while it is read, blocks of the old and the new
 * version come out; they are told apart by {@link io.directio.FileMetadata#fingerprint()}, and only
 * those of the new one are complete. Records have the time of the event that told of their file, if
 * one did.
 *
 * <p><b>Calls to the portal.</b> One for every file of up to {@link
 * AssignmentOptions#smallFileThreshold()}, by the reader that reads it. For a larger one: one by
 * the reader that finds out (unless its size was known before), one by the JobManager, which cuts
 * it into runs, and one by each TaskManager that reads some of those; and again when signed URLs
 * expire.
 *
 * <p><b>Memory.</b> Blocks are held in memory from before they are fetched until the next operator
 * has taken them; {@link ClientOptions} bounds that, for all subtasks of a JVM together.
 *
 * <p><b>Credentials</b> are referred to by the client's options and resolved on JobManager and
 * TaskManagers; no split, checkpoint or log line holds any.
 */
public final class DirectIOSource
    implements Source<ReadResult, DirectIOSplit, EnumeratorState>, ResultTypeQueryable<ReadResult> {

  private static final long serialVersionUID = 1L;

  private final FileSelection files;
  private final ReaderSettings settings;
  private final DestinationSpec aligned;

  private DirectIOSource(Builder builder) {
    this.files = Objects.requireNonNull(builder.files, "files");
    this.settings =
        new ReaderSettings(
            builder.client,
            builder.assignment,
            builder.reuseArrays,
            builder.stored,
            builder.failFast);
    this.aligned = builder.aligned;
  }

  /** Begins to describe a source. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Boundedness getBoundedness() {
    return files.boundedness();
  }

  @Override
  public SourceReader<ReadResult, DirectIOSplit> createReader(SourceReaderContext context) {
    return DirectIOSourceReader.create(context, settings);
  }

  @Override
  public SplitEnumerator<DirectIOSplit, EnumeratorState> createEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context) {
    return restoreEnumerator(context, EnumeratorState.initial());
  }

  @Override
  public SplitEnumerator<DirectIOSplit, EnumeratorState> restoreEnumerator(
      SplitEnumeratorContext<DirectIOSplit> context, EnumeratorState state) {
    ClientPlanner planner = new ClientPlanner(settings.client());
    ClientMetrics.ofEnumerator(context.metricGroup(), planner::statistics);
    EnumeratorSettings enumerator =
        new EnumeratorSettings(
            files,
            settings.client(),
            settings.assignment(),
            size -> aligned == null ? 1 : aligned.unit(size),
            settings.failFast());
    return new DirectIOEnumerator(context, enumerator, planner, state);
  }

  @Override
  public SimpleVersionedSerializer<DirectIOSplit> getSplitSerializer() {
    return new DirectIOSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<EnumeratorState> getEnumeratorCheckpointSerializer() {
    return new EnumeratorStateSerializer();
  }

  @Override
  public TypeInformation<ReadResult> getProducedType() {
    return NounTypeInfo.READ_RESULT;
  }

  /** Describes a source. */
  public static final class Builder {

    private ClientOptions client;
    private FileSelection files;
    private AssignmentOptions assignment = AssignmentOptions.DEFAULT;
    private boolean reuseArrays;
    private DestinationSpec stored;
    private DestinationSpec aligned;
    private boolean failFast;

    private Builder() {}

    /** The portal, and how to reach it. Required. */
    public Builder client(ClientOptions options) {
      this.client = options;
      return this;
    }

    /** The files to read. Required. */
    public Builder files(FileSelection selection) {
      this.files = selection;
      return this;
    }

    /** How much is assigned to a reader at once. Default: {@link AssignmentOptions#DEFAULT}. */
    public Builder assignment(AssignmentOptions options) {
      this.assignment = options;
      return this;
    }

    /**
     * Whether the array behind a block is used again, for another block, as soon as the operator
     * after the source returns. Saves garbage of the size of all that is read; right only if that
     * operator, and all that are chained to it, are done with a block when they return, as {@link
     * io.directio.flink.sink.DirectIOSink} is; wrong for windows, joins, asynchronous functions and
     * state on the heap. Default: no, a block keeps its array.
     */
    public Builder reuseArrays(boolean reuse) {
      this.reuseArrays = reuse;
      return this;
    }

    /**
     * Don't read what a destination holds already: a whole file gives a row that says so, and parts
     * of files that an interrupted run left give a range instead of blocks. Default: read all.
     */
    public Builder skipStored(DestinationSpec destination) {
      this.stored = destination;
      return this;
    }

    /**
     * Cut files along the {@linkplain DestinationSpec#unit units} of a destination, so that each of
     * its parts is read by one subtask, and written by the sink that is chained to it. Default: any
     * block is a unit.
     */
    public Builder alignedTo(DestinationSpec destination) {
      this.aligned = destination;
      return this;
    }

    /** Whether a single failed file stops the job. Default: no. */
    public Builder failFast(boolean stop) {
      this.failFast = stop;
      return this;
    }

    /**
     * The source.
     *
     * @throws NullPointerException if the client's options or the files are missing
     */
    public DirectIOSource build() {
      return new DirectIOSource(this);
    }
  }
}
