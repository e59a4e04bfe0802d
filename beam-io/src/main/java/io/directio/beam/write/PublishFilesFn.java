// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Destination;
import io.directio.assemble.Manifests;
import io.directio.assemble.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Publishes the files that are whole, and writes their rows and those of the others to a segment of
 * the manifest, before the rows leave. Files of a bundle are published together, which costs far
 * less than one after the other.
 *
 * <p>A bundle that is tried again finds its files published and accepts them; its segment comes
 * twice then, under two names, and the merge keeps one row for each file.
 */
final class PublishFilesFn extends DoFn<KV<Long, Iterable<FilePart>>, ManifestEntry> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<ManifestEntry> SUCCEEDED = new TupleTag<>("succeeded") {};
  static final TupleTag<ManifestEntry> FAILED = new TupleTag<>("failed") {};

  /** Files that are published together. */
  private static final int BATCH = 1_000;

  private record Complete(CompletedFile file, BoundedWindow window) {}

  private record Row(ManifestEntry entry, BoundedWindow window) {}

  private final WriteSettings settings;

  private transient Destination destination;
  private transient Manifests manifests;
  private transient List<Complete> complete;
  private transient List<Row> rows;

  PublishFilesFn(WriteSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() throws Exception {
    destination = settings.destination().open();
    manifests = settings.manifests(destination);
  }

  @StartBundle
  public void startBundle() {
    complete = new ArrayList<>();
    rows = new ArrayList<>();
    SinkLineage.report(settings.destination());
  }

  @ProcessElement
  public void process(@Element KV<Long, Iterable<FilePart>> file, BoundedWindow window)
      throws DestinationException {
    FileParts parts = FileParts.of(file.getValue());
    Optional<CompletedFile> whole = parts.completed();
    if (whole.isPresent()) {
      complete.add(new Complete(whole.get(), window));
    } else {
      rows.add(new Row(parts.row(), window));
    }
    if (complete.size() >= BATCH) {
      publish();
    }
  }

  private void publish() throws DestinationException {
    List<Publication> results =
        destination.publishAll(complete.stream().map(Complete::file).toList());
    for (int i = 0; i < results.size(); i++) {
      rows.add(new Row(rowOf(results.get(i)), complete.get(i).window()));
    }
    complete.clear();
  }

  private static ManifestEntry rowOf(Publication publication) throws DestinationException {
    if (publication.entry().isPresent()) {
      return publication.entry().get();
    }
    DestinationException failure = publication.failure().orElseThrow();
    if (!failure.code().concernsOneFile()) {
      throw failure; // Nothing can be published: the runner tries the bundle again.
    }
    return ManifestEntry.failed(publication.file().file(), failure);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws DestinationException {
    publish();
    if (rows.isEmpty()) {
      return;
    }
    for (Map.Entry<String, List<ManifestEntry>> run : entriesByRun().entrySet()) {
      manifests.write(run.getKey(), segmentName(), run.getValue());
    }
    for (Row row : rows) {
      boolean failed = row.entry().status() == ManifestEntry.Status.FAILED;
      context.output(
          failed ? FAILED : SUCCEEDED, row.entry(), row.window().maxTimestamp(), row.window());
    }
  }

  private Map<String, List<ManifestEntry>> entriesByRun() {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> settings.run(row.window()),
                Collectors.mapping(Row::entry, Collectors.toList())));
  }

  /** Later bundles have later names, as far as the clocks of the workers agree. */
  private static String segmentName() {
    return String.format("%015d-%s", System.currentTimeMillis(), UUID.randomUUID());
  }

  @Teardown
  public void tearDown() throws Exception {
    if (destination != null) {
      destination.close();
    }
  }
}
