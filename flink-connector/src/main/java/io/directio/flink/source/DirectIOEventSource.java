// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileEvent;
import io.directio.flink.source.event.EventSourceReader;
import io.directio.flink.source.event.EventSplit;
import io.directio.flink.source.event.EventSplitSerializer;
import io.directio.flink.source.single.SingleSplitEnumerator;
import io.directio.flink.source.single.UnassignedSplitSerializer;
import io.directio.flink.types.NounTypeInfo;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalConnection;
import java.util.Objects;
import java.util.Optional;
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
 * What the Notification Service tells of files and folders: that they are there, were changed,
 * renamed or deleted. No file is read.
 *
 * <pre>{@code
 * DirectIOEventSource source =
 *     DirectIOEventSource.follow(PortalConnection.of(portal), NotificationOptions.DEFAULT);
 * env.fromSource(source, WatermarkStrategy.noWatermarks(), "events").setParallelism(1);
 * }</pre>
 *
 * <p>Each event comes exactly once in Flink's sense, unless the portal repeats it after 100,000
 * others: compare {@link FileEvent#guid()} and {@link FileEvent#gvsn()} then. Its time is {@link
 * FileEvent#modified()}, or else {@link FileEvent#fileTimestamp()}.
 *
 * <p>A portal's stream of events can't be divided: one subtask reads all of it, and more of them
 * have nothing to do.
 *
 * <p><b>Credentials</b> are referred to by the connection and resolved on the TaskManager.
 */
public final class DirectIOEventSource
    implements Source<FileEvent, EventSplit, Optional<EventSplit>>, ResultTypeQueryable<FileEvent> {

  private static final long serialVersionUID = 1L;

  private final PortalConnection portal;
  private final NotificationOptions options;
  private final boolean follow;

  private DirectIOEventSource(
      PortalConnection portal, NotificationOptions options, boolean follow) {
    this.portal = Objects.requireNonNull(portal, "portal");
    this.options = Objects.requireNonNull(options, "options");
    this.follow = follow;
  }

  /** An event for everything that is there; then it ends. */
  public static DirectIOEventSource snapshot(PortalConnection portal, NotificationOptions options) {
    return new DirectIOEventSource(portal, options, false);
  }

  /** An event for everything that is there, and then for every change, for ever. */
  public static DirectIOEventSource follow(PortalConnection portal, NotificationOptions options) {
    return new DirectIOEventSource(portal, options, true);
  }

  @Override
  public Boundedness getBoundedness() {
    return follow ? Boundedness.CONTINUOUS_UNBOUNDED : Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<FileEvent, EventSplit> createReader(SourceReaderContext context) {
    return EventSourceReader.create(context, portal, options, follow);
  }

  @Override
  public SplitEnumerator<EventSplit, Optional<EventSplit>> createEnumerator(
      SplitEnumeratorContext<EventSplit> context) {
    return restoreEnumerator(context, Optional.of(EventSplit.ALL));
  }

  @Override
  public SplitEnumerator<EventSplit, Optional<EventSplit>> restoreEnumerator(
      SplitEnumeratorContext<EventSplit> context, Optional<EventSplit> unassigned) {
    return new SingleSplitEnumerator<>(context, unassigned, !follow);
  }

  @Override
  public SimpleVersionedSerializer<EventSplit> getSplitSerializer() {
    return new EventSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Optional<EventSplit>> getEnumeratorCheckpointSerializer() {
    return new UnassignedSplitSerializer<>(getSplitSerializer());
  }

  @Override
  public TypeInformation<FileEvent> getProducedType() {
    return NounTypeInfo.FILE_EVENT;
  }
}
