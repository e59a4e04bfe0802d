// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.event;

import io.directio.FileEvent;
import io.directio.flink.source.reader.KeptAliveFetcher;
import io.directio.notify.EventCursor;
import io.directio.notify.EventPage;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalConnection;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.metrics.Counter;

/**
 * Emits events, a page at a time, and notes the position behind it in the same breath.
 *
 * <p><b>Threading.</b> Belongs to the task's thread.
 */
@SuppressWarnings("try") // Flink declares what close() throws.
public final class EventSourceReader
    extends SourceReaderBase<EventPage, FileEvent, EventSplit, EventSourceReader.Progress> {

  /** How far the stream has been emitted. */
  static final class Progress {
    private EventCursor position;

    Progress(EventCursor position) {
      this.position = position;
    }
  }

  private final KeptAliveFetcher<EventPage, EventSplit> fetcher;

  private EventSourceReader(
      SourceReaderContext context, KeptAliveFetcher<EventPage, EventSplit> fetcher) {
    super(
        fetcher,
        counting(context.metricGroup().getIOMetricGroup().getNumRecordsInCounter()),
        context.getConfiguration(),
        context);
    this.fetcher = fetcher;
  }

  /** A reader of a task. It opens nothing before it is assigned the split. */
  public static EventSourceReader create(
      SourceReaderContext context,
      PortalConnection portal,
      NotificationOptions options,
      boolean follow) {
    return new EventSourceReader(
        context,
        new KeptAliveFetcher<>(
            () -> EventSplitReader.open(portal, options, follow), context.getConfiguration()));
  }

  /** Flink counts what it is given, a page, as a record. */
  private static RecordEmitter<EventPage, FileEvent, Progress> counting(Counter records) {
    return (page, output, progress) -> {
      emit(page, output, progress);
      records.inc(page.events().size() - 1L);
    };
  }

  private static void emit(EventPage page, SourceOutput<FileEvent> output, Progress progress) {
    for (FileEvent event : page.events()) {
      Instant time = event.time();
      if (time == null) {
        output.collect(event);
      } else {
        output.collect(event, time.toEpochMilli());
      }
    }
    progress.position = page.next();
  }

  @Override
  public void notifyNoMoreSplits() {
    fetcher.noMoreSplits();
    super.notifyNoMoreSplits();
  }

  @Override
  protected void onSplitFinished(Map<String, Progress> finished) {
    // Nobody waits for it.
  }

  @Override
  protected Progress initializedState(EventSplit split) {
    return new Progress(split.position());
  }

  @Override
  protected EventSplit toSplitType(String splitId, Progress progress) {
    return new EventSplit(progress.position);
  }
}
