// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.sink;

import io.directio.DestinationException;
import io.directio.FileDeletion;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import io.directio.assemble.Publication;
import io.directio.flink.JobStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes files whose checkpoint is complete, and writes their rows of the manifest. A batch may
 * come again after a failure: publishing accepts what is published already, and the rows go to the
 * same segment.
 *
 * <p>A file that can't be published gets a failed row. If it is the destination that is in trouble,
 * a full disk say, the job fails, and the batch comes again once it is restarted.
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
final class FileCommitter implements Committer<FileCommit> {

  private static final Logger LOG = LoggerFactory.getLogger(FileCommitter.class);

  private final Destination destination;
  private final Manifests manifest;
  private final boolean failFast;
  private final Counter deleted;

  /**
   * @param deleted counts the files that were deleted
   */
  FileCommitter(Destination destination, Manifests manifest, boolean failFast, Counter deleted) {
    this.destination = destination;
    this.manifest = manifest;
    this.failFast = failFast;
    this.deleted = deleted;
  }

  @Override
  public void commit(Collection<CommitRequest<FileCommit>> requests) throws IOException {
    for (CommitRequest<FileCommit> request : requests) {
      commit(request.getCommittable());
    }
  }

  private void commit(FileCommit commit) throws IOException {
    List<ManifestEntry> rows = new ArrayList<>(commit.entries());
    rows.addAll(delete(commit.deletions()));
    for (Publication publication : destination.publishAll(commit.files())) {
      rows.add(rowOf(publication));
    }
    if (!rows.isEmpty()) {
      manifest.write(commit.segment().run(), commit.segment().name(), rows);
    }
    if (commit.end().isPresent()) {
      // Now that nothing is written any more, what was begun in vain can go.
      manifest.finish(commit.segment().run(), destination::abandonIfHopeless);
      for (FileRef file : commit.end().get().abandoned()) {
        destination.abandon(file);
      }
      destination.cleanUp();
    }
  }

  private List<ManifestEntry> delete(List<FileDeletion> deletions) throws IOException {
    List<ManifestEntry> rows = destination.deleteAll(deletions);
    for (ManifestEntry row : rows) {
      if (row.error() != null && failFast) {
        throw new JobStoppedException(row.error().code(), row.error().message());
      }
      if (row.status() == ManifestEntry.Status.DELETED) {
        deleted.inc();
      }
    }
    return rows;
  }

  private ManifestEntry rowOf(Publication publication) throws IOException {
    if (publication.entry().isPresent()) {
      return publication.entry().get();
    }
    DestinationException failure = publication.failure().orElseThrow();
    if (!failure.code().concernsOneFile()) {
      throw failure;
    }
    if (failFast) {
      throw new JobStoppedException(failure);
    }
    LOG.warn("A file can't be published: {}", failure.getMessage());
    return ManifestEntry.failed(publication.file().file(), failure);
  }

  @Override
  public void close() throws IOException {
    destination.close();
  }
}
