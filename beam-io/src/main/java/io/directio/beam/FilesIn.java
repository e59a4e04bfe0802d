// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileEvent;
import io.directio.FileRef;
import io.directio.beam.folders.ReadFolders;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The files that are in some folders when the pipeline runs, by the Notification Service: with
 * their paths, sizes and versions. One worker lists them, page by page; a runner may stop it after
 * any page and go on elsewhere. A file that changes meanwhile can come twice. The time of a
 * reference is when the file was changed.
 */
public final class FilesIn extends PTransform<PBegin, PCollection<FileRef>> {

  private static final long serialVersionUID = 1L;

  private final ReadFolders events;

  private FilesIn(ReadFolders events) {
    this.events = events;
  }

  static FilesIn folders(ClientOptions client, NotificationOptions folders) {
    return new FilesIn(ReadFolders.files(client, folders, false));
  }

  /**
   * The files that are there, and then, for ever, each that is created or changes: an unbounded
   * collection, whose watermark is as {@link ReadEvents} tells it.
   */
  public FilesIn following() {
    return new FilesIn(events.withFollow(true));
  }

  /**
   * @throws UnsupportedOperationException if files are to be {@linkplain #following followed} on
   *     the Spark runner
   */
  @Override
  public PCollection<FileRef> expand(PBegin input) {
    return input
        .apply("Events", events)
        .apply(
            "To files",
            MapElements.into(TypeDescriptor.of(FileRef.class)).via(FileEvent::toFileRef));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.include("events", events);
  }
}
