// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.folders;

import io.directio.FileEvent;
import io.directio.beam.coders.FileEventCoder;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.util.Objects;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.Impulse;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** What the Notification Service tells: what is there, and if it is followed, what changes. */
public final class ReadFolders extends PTransform<PBegin, PCollection<FileEvent>> {

  private static final long serialVersionUID = 1L;

  private final ClientOptions portal;
  private final NotificationOptions folders;
  private final boolean follow;
  private final boolean filesOnly;

  private ReadFolders(
      ClientOptions portal, NotificationOptions folders, boolean follow, boolean filesOnly) {
    this.portal = Objects.requireNonNull(portal, "portal");
    this.folders = Objects.requireNonNull(folders, "folders");
    this.follow = follow;
    this.filesOnly = filesOnly;
  }

  /**
   * Every event.
   *
   * @param follow whether it goes on for ever after the snapshot
   */
  public static ReadFolders events(
      ClientOptions portal, NotificationOptions folders, boolean follow) {
    return new ReadFolders(portal, folders, follow, false);
  }

  /**
   * Events about files that can be read; of several in a page about one file only the last.
   *
   * @param follow whether it goes on for ever after the snapshot
   */
  public static ReadFolders files(
      ClientOptions portal, NotificationOptions folders, boolean follow) {
    return new ReadFolders(portal, folders, follow, true);
  }

  /** The same for other folders. */
  public ReadFolders withFolders(NotificationOptions others) {
    return new ReadFolders(portal, others, follow, filesOnly);
  }

  /** The same with or without what changes after the snapshot. */
  public ReadFolders withFollow(boolean other) {
    return new ReadFolders(portal, folders, other, filesOnly);
  }

  @Override
  public PCollection<FileEvent> expand(PBegin input) {
    if (follow) {
      refuseSpark(input.getPipeline().getOptions());
    }
    return input
        .apply("Once", Impulse.create())
        .apply(
            follow ? "Follow folders" : "List folders",
            ParDo.of(
                follow
                    ? new FollowFn(portal, folders, filesOnly)
                    : new SnapshotFn(portal, folders, filesOnly)))
        .setCoder(FileEventCoder.of());
  }

  /** It fails there, too, but only when it runs, and without a reason that helps. */
  private static void refuseSpark(PipelineOptions options) {
    if (options.getRunner().getName().startsWith("org.apache.beam.runners.spark.")) {
      throw new UnsupportedOperationException(
          "Beam's Spark runner can't run unbounded splittable functions, so folders can't be"
              + " followed on it: read the snapshot only, or take another runner, such as Flink's");
    }
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    int chosen = folders.folderIds().size() + folders.folderNames().size();
    builder
        .add(DisplayData.item("portal", portal.portal().getHost()).withLabel("Portal"))
        .add(
            DisplayData.item("folders", chosen == 0 ? "all" : Integer.toString(chosen))
                .withLabel("Cloud drive folders"))
        .add(
            DisplayData.item("follow", follow)
                .withLabel("Whether changes are told after what is there"));
  }
}
