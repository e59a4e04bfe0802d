// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileEvent;
import io.directio.beam.folders.ReadFolders;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * What the Notification Service tells of files and folders: that they are there, were changed,
 * renamed or deleted. No file is read.
 *
 * <p>First everything that is there (the snapshot), and then every change, for ever; or the
 * snapshot only. One worker reads all, as a portal's stream of events can't be divided; it can be
 * stopped after any page and go on elsewhere from there.
 *
 * <p><b>Time and watermark.</b> The time of an event is {@link FileEvent#time()}, or if it tells
 * none the time at which it was read. The watermark stays at the beginning while the snapshot is
 * told, and is then the time, by the portal's clock, up to which all changes have been told, also
 * while nothing changes. An event that was told late gets the time of the watermark, so that none
 * is dropped.
 *
 * <p><b>Repetition.</b> Events come at least once; those that tell nothing new are dropped as far
 * back as 100,000 files, but not across a failed bundle or a change of worker. {@link
 * FileEvent#guid()} and {@link FileEvent#gvsn()} together tell events apart.
 *
 * <p><b>Positions.</b> When the portal rejects the position of a pipeline that is resumed, or that
 * was made for other folders, changes may have been missed: it fails, unless {@link
 * NotificationOptions#rejectedCursors()} allows a new snapshot.
 */
public final class ReadEvents extends PTransform<PBegin, PCollection<FileEvent>> {

  private static final long serialVersionUID = 1L;

  private final ReadFolders events;

  private ReadEvents(ReadFolders events) {
    this.events = events;
  }

  static ReadEvents from(ClientOptions client) {
    return new ReadEvents(ReadFolders.events(client, NotificationOptions.DEFAULT, true));
  }

  /** Which folders, and what in them. Default: everything that the user may see. */
  public ReadEvents withFolders(NotificationOptions folders) {
    return new ReadEvents(events.withFolders(folders));
  }

  /** Only what is there when the pipeline runs: a bounded collection. */
  public ReadEvents withSnapshotOnly() {
    return new ReadEvents(events.withFollow(false));
  }

  /**
   * @throws UnsupportedOperationException if changes are to be told on the Spark runner
   */
  @Override
  public PCollection<FileEvent> expand(PBegin input) {
    return input.apply("Events", events);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.include("events", events);
  }
}
