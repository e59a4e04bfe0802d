// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.FileAssembly;
import io.directio.flink.sink.FileCommit.End;
import io.directio.flink.sink.FileCommit.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Finds out which files are whole. There is one of it in a job: the receipts of a file come from
 * whatever writers its blocks went to, and they are small.
 *
 * <p>Receipts that were sent before a checkpoint's barrier are counted before the barrier passes
 * here, so that the files they complete belong to the same checkpoint. What is incomplete then is
 * the state; restored, it counts as inherited, and such a file is read back before it is published.
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
final class CompletenessOperator extends AbstractStreamOperator<CommittableMessage<FileCommit>>
    implements OneInputStreamOperator<
            CommittableMessage<WriteResult>, CommittableMessage<FileCommit>>,
        BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** Files and rows in one committable. */
  private static final int BATCH = 1_000;

  private static final ListStateDescriptor<byte[]> STATE =
      new ListStateDescriptor<>("directio-assemblies", BytePrimitiveArraySerializer.INSTANCE);

  private final DestinationSpec destination;
  private final String givenRun;

  private transient Assemblies assemblies;
  private transient ListState<byte[]> state;
  private transient String run;
  private transient long lastCheckpointId;
  private transient boolean ended;
  private transient LongCounter completed;
  private transient LongCounter skipped;
  private transient LongCounter failed;

  /**
   * @param destination where files are, asked only for those that are incomplete at the end
   * @param run the export's name; null to name it by its job
   */
  CompletenessOperator(DestinationSpec destination, String run) {
    this.destination = destination;
    this.givenRun = run;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    assemblies = new Assemblies();
    run = givenRun != null ? givenRun : getRuntimeContext().getJobInfo().getJobId().toHexString();
    completed = new LongCounter();
    skipped = new LongCounter();
    failed = new LongCounter();
    lastCheckpointId = context.getRestoredCheckpointId().orElse(0);
    state = context.getOperatorStateStore().getListState(STATE);
    for (byte[] element : state.get()) {
      AssembliesState.read(element, new Restoring());
    }
    getRuntimeContext().addAccumulator(ExportCounters.FILES_COMPLETED, completed);
    getRuntimeContext().addAccumulator(ExportCounters.FILES_SKIPPED, skipped);
    getRuntimeContext().addAccumulator(ExportCounters.FILES_FAILED, failed);
    MetricGroup metrics = getMetricGroup().addGroup("directio");
    metrics.gauge("filesInAssembly", assemblies::size);
    metrics.gauge("filesCompleted", completed::getLocalValuePrimitive);
    metrics.gauge("filesSkipped", skipped::getLocalValuePrimitive);
    metrics.gauge("filesFailed", failed::getLocalValuePrimitive);
  }

  @Override
  public void processElement(StreamRecord<CommittableMessage<WriteResult>> element) {
    // The summaries beside the results only matter to Flink's own committer.
    if (element.getValue() instanceof CommittableWithLineage<WriteResult> message) {
      WriteResult result = message.getCommittable();
      result.receipts().forEach(assemblies::add);
      result.entries().forEach(assemblies::add);
      result.deletions().forEach(assemblies::add);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    super.prepareSnapshotPreBarrier(checkpointId);
    if (!ended) {
      lastCheckpointId = checkpointId;
      emit(checkpointId, false);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<byte[]> elements = new ArrayList<>();
    elements.add(
        AssembliesState.run(
            run,
            new ExportCounters.Counts(
                completed.getLocalValue(), skipped.getLocalValue(), failed.getLocalValue())));
    for (FileAssembly assembly : assemblies.incomplete()) {
      elements.add(AssembliesState.assembly(assembly));
    }
    for (FileRef file : assemblies.superseded()) {
      elements.add(AssembliesState.superseded(file));
    }
    state.update(elements);
  }

  @Override
  public void endInput() throws IOException {
    ended = true;
    if (assemblies.size() > 0) {
      try (Destination there = destination.look()) {
        assemblies.end(there::stored);
      }
    }
    // Like Flink's own writers: the batch goes with the checkpoint that comes next.
    emit(lastCheckpointId + 1, true);
  }

  private void emit(long checkpointId, boolean last) {
    List<FileCommit> commits = commits(checkpointId, last);
    output.collect(new StreamRecord<>(summary(checkpointId, commits.size())));
    for (FileCommit commit : commits) {
      output.collect(new StreamRecord<>(new CommittableWithLineage<>(commit, checkpointId, 0)));
    }
  }

  // The constructor without the pending count does not exist in Flink 1.20.
  @SuppressWarnings("deprecation")
  private static CommittableSummary<FileCommit> summary(long checkpointId, int commits) {
    return new CommittableSummary<>(0, 1, checkpointId, commits, commits, 0);
  }

  private List<FileCommit> commits(long checkpointId, boolean last) {
    List<CompletedFile> files = assemblies.takeCompleted();
    List<ManifestEntry> entries = assemblies.takeEnded();
    List<FileDeletion> deletions = assemblies.takeDeleted();
    completed.add(files.size());
    for (ManifestEntry entry : entries) {
      (entry.status() == ManifestEntry.Status.FAILED ? failed : skipped).add(1);
    }
    List<FileCommit> commits = new ArrayList<>();
    // All deletions first: a file of any batch can have the name of one that is gone.
    for (int from = 0; from < deletions.size(); from += BATCH) {
      commits.add(
          new FileCommit(
              new Segment(run, checkpointId, commits.size()),
              List.of(),
              List.of(),
              Batches.part(deletions, from, BATCH),
              Optional.empty()));
    }
    int most = Math.max(files.size(), entries.size());
    for (int from = 0; from < most; from += BATCH) {
      commits.add(
          new FileCommit(
              new Segment(run, checkpointId, commits.size()),
              Batches.part(files, from, BATCH),
              Batches.part(entries, from, BATCH),
              List.of(),
              Optional.empty()));
    }
    if (last) {
      commits.add(
          new FileCommit(
              new Segment(run, checkpointId, commits.size()),
              List.of(),
              List.of(),
              List.of(),
              Optional.of(new End(assemblies.superseded()))));
    }
    return commits;
  }

  private final class Restoring implements AssembliesState.Reader {
    @Override
    public void run(String restored, ExportCounters.Counts counts) {
      run = restored;
      completed.add(counts.completed());
      skipped.add(counts.skipped());
      failed.add(counts.failed());
    }

    @Override
    public void assembly(FileMetadata file, List<FileAssembly.Range> ranges) {
      assemblies.restore(file, ranges);
    }

    @Override
    public void superseded(FileRef file) {
      assemblies.supersede(file);
    }
  }
}
