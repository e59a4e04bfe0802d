// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.source.FileSelection;
import io.directio.flink.source.single.SingleSplitEnumerator;
import io.directio.flink.source.single.UnassignedSplitSerializer;
import io.directio.read.ClientOptions;
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
    return new FileListReader(
        files, portal, context.metricGroup().getIOMetricGroup().getNumRecordsInCounter());
  }

  @Override
  public SplitEnumerator<FileListSplit, Optional<FileListSplit>> createEnumerator(
      SplitEnumeratorContext<FileListSplit> context) {
    return restoreEnumerator(context, Optional.of(FileListSplit.ALL));
  }

  @Override
  public SplitEnumerator<FileListSplit, Optional<FileListSplit>> restoreEnumerator(
      SplitEnumeratorContext<FileListSplit> context, Optional<FileListSplit> unassigned) {
    return new SingleSplitEnumerator<>(context, unassigned, true);
  }

  @Override
  public SimpleVersionedSerializer<FileListSplit> getSplitSerializer() {
    return new FileListSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Optional<FileListSplit>> getEnumeratorCheckpointSerializer() {
    return new UnassignedSplitSerializer<>(getSplitSerializer());
  }
}
