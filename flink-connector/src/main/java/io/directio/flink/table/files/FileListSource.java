// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/**
 * The references of a selection's files, as {@link FoundFile} rows, without reading the files. The
 * list is one split, so that one subtask is enough.
 */
final class FileListSource implements Source<RowData, FileListSplit, Optional<FileListSplit>> {

  private static final long serialVersionUID = 1L;

  private final FileSelection files;
  private final ClientOptions portal;

  FileListSource(FileSelection files, ClientOptions portal) {
    this.portal = Objects.requireNonNull(portal, "portal");
    this.files = Objects.requireNonNull(files, "files");
  }

  @Override
  public Boundedness getBoundedness() {
    return files.boundedness();
  }

  @Override
  public SourceReader<RowData, FileListSplit> createReader(SourceReaderContext context) {
    return new FileListReader(context, files, portal);
  }

  @Override
  public SplitEnumerator<FileListSplit, Optional<FileListSplit>> createEnumerator(
      SplitEnumeratorContext<FileListSplit> context) {
    return new Enumerator(context, Optional.of(FileListSplit.ALL));
  }

  @Override
  public SplitEnumerator<FileListSplit, Optional<FileListSplit>> restoreEnumerator(
      SplitEnumeratorContext<FileListSplit> context, Optional<FileListSplit> unassigned) {
    return new Enumerator(context, unassigned);
  }

  @Override
  public SimpleVersionedSerializer<FileListSplit> getSplitSerializer() {
    return new FileListSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Optional<FileListSplit>> getEnumeratorCheckpointSerializer() {
    return new UnassignedSerializer();
  }

  /**
   * Gives the list to the reader that asks first.
   *
   * <p><b>Threading.</b> Belongs to the coordinator's thread.
   */
  private static final class Enumerator
      implements SplitEnumerator<FileListSplit, Optional<FileListSplit>> {

    private final SplitEnumeratorContext<FileListSplit> context;
    private Optional<FileListSplit> unassigned;

    Enumerator(SplitEnumeratorContext<FileListSplit> context, Optional<FileListSplit> unassigned) {
      this.context = context;
      this.unassigned = unassigned;
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String requesterHostname) {
      unassigned.ifPresent(split -> context.assignSplit(split, subtask));
      unassigned = Optional.empty();
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public void addSplitsBack(List<FileListSplit> splits, int subtask) {
      if (!splits.isEmpty()) {
        unassigned = Optional.of(splits.get(0));
      }
    }

    @Override
    public void addReader(int subtask) {}

    @Override
    public Optional<FileListSplit> snapshotState(long checkpointId) {
      return unassigned;
    }

    @Override
    public void close() {}
  }

  /** What the enumerator has not assigned: a split, or no bytes at all. */
  private static final class UnassignedSerializer
      implements SimpleVersionedSerializer<Optional<FileListSplit>> {

    private final FileListSplitSerializer splits = new FileListSplitSerializer();

    @Override
    public int getVersion() {
      return splits.getVersion();
    }

    @Override
    public byte[] serialize(Optional<FileListSplit> unassigned) throws IOException {
      return unassigned.isPresent() ? splits.serialize(unassigned.get()) : new byte[0];
    }

    @Override
    public Optional<FileListSplit> deserialize(int version, byte[] bytes) throws IOException {
      return bytes.length == 0 ? Optional.empty() : Optional.of(splits.deserialize(version, bytes));
    }
  }
}
