// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.FileEvent;
import io.directio.ReadResult;
import io.directio.flink.source.DirectIOEventSource;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import io.directio.flink.table.Column.Needs;
import io.directio.flink.table.files.FileReading;
import io.directio.flink.table.files.FileRows;
import io.directio.flink.table.filter.Condition;
import io.directio.flink.table.filter.ConditionParser;
import io.directio.notify.NotificationOptions;
import io.directio.portal.PortalConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsFilterPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.connector.source.abilities.SupportsReadingMetadata;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.types.DataType;

/**
 * A table that is read. Files, and blocks without their data, are read by whoever gets a reference
 * to the file; blocks with data come from {@link DirectIOSource}, so that large files are read by
 * many subtasks.
 *
 * <p>Filters are used as far as they save work, and all of them are left to the engine too.
 */
final class DirectIOTableSource
    implements ScanTableSource,
        SupportsProjectionPushDown,
        SupportsFilterPushDown,
        SupportsReadingMetadata {

  private final TableSettings settings;
  private List<Column> columns;
  private List<Column> metadata;
  private Condition condition;
  private DataType produced;

  /** All of a table, without metadata: what the engine asks for is told by its calls. */
  DirectIOTableSource(TableSettings settings, List<Column> columns, DataType type) {
    this(settings, columns, List.of(), Condition.NONE, type);
  }

  private DirectIOTableSource(
      TableSettings settings,
      List<Column> columns,
      List<Column> metadata,
      Condition condition,
      DataType produced) {
    this.settings = settings;
    this.columns = List.copyOf(columns);
    this.metadata = List.copyOf(metadata);
    this.condition = condition;
    this.produced = produced;
  }

  @Override
  public ChangelogMode getChangelogMode() {
    return ChangelogMode.insertOnly();
  }

  @Override
  public boolean supportsNestedProjection() {
    return false;
  }

  @Override
  public void applyProjection(int[][] fields, DataType type) {
    columns = Stream.of(fields).map(path -> columns.get(path[0])).toList();
    produced = type;
  }

  @Override
  public Map<String, DataType> listReadableMetadata() {
    return TableColumns.metadata(settings.rows());
  }

  @Override
  public void applyReadableMetadata(List<String> keys, DataType type) {
    metadata = keys.stream().map(key -> Column.named(key).orElseThrow()).toList();
    produced = type;
  }

  @Override
  public Result applyFilters(List<ResolvedExpression> filters) {
    List<Condition> understood = new ArrayList<>();
    List<ResolvedExpression> accepted = new ArrayList<>();
    ConditionParser parser = new ConditionParser(producedColumns());
    for (ResolvedExpression filter : filters) {
      parser
          .parse(filter)
          .ifPresent(
              one -> {
                understood.add(one);
                accepted.add(filter);
              });
    }
    condition = new Condition.All(understood);
    return Result.of(accepted, filters);
  }

  /** The columns by the names that the engine has for them. */
  private Map<String, Column> producedColumns() {
    List<String> names = DataType.getFieldNames(produced);
    List<Column> all = Stream.of(columns, metadata).flatMap(List::stream).toList();
    Map<String, Column> byName = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      byName.put(names.get(i), all.get(i));
    }
    return byName;
  }

  @Override
  public DynamicTableSource copy() {
    return new DirectIOTableSource(settings, columns, metadata, condition, produced);
  }

  @Override
  public String asSummaryString() {
    return "Direct IO " + settings.rows();
  }

  @Override
  public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
    RowLayout layout = new RowLayout(Stream.of(columns, metadata).flatMap(List::stream).toList());
    TypeInformation<RowData> listed = context.createTypeInformation(FileRows.listType());
    TypeInformation<RowData> rows = context.createTypeInformation(produced);
    return new DataStreamScanProvider() {
      @Override
      public DataStream<RowData> produceDataStream(
          ProviderContext provider, StreamExecutionEnvironment environment) {
        if (settings.rows() == TableRows.EVENTS) {
          return events(environment, provider, layout, rows);
        }
        if (settings.rows() == TableRows.BLOCKS && layout.needs() == Needs.BYTES) {
          return blocks(environment, provider, layout, rows);
        }
        return FileRows.addTo(
            environment,
            provider,
            files(layout),
            listed,
            reading(layout),
            rows,
            settings.parallelism());
      }

      @Override
      public boolean isBounded() {
        return !settings.files().follow();
      }
    };
  }

  private FileReading reading(RowLayout layout) {
    return new FileReading(
        settings.client(),
        settings.rows(),
        layout,
        condition,
        settings.maxContentSize(),
        settings.atOnce(),
        settings.failFast());
  }

  private DataStream<RowData> blocks(
      StreamExecutionEnvironment environment,
      ProviderContext provider,
      RowLayout layout,
      TypeInformation<RowData> rows) {
    DirectIOSource source =
        DirectIOSource.builder()
            .client(settings.client())
            .files(files(layout))
            .failFast(settings.failFast())
            .build();
    SingleOutputStreamOperator<ReadResult> blocks =
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "Direct IO source");
    provider.generateUid("directio-source").ifPresent(blocks::uid);
    if (settings.parallelism() != null) {
      blocks.setParallelism(settings.parallelism());
    }
    SingleOutputStreamOperator<RowData> result =
        blocks
            .process(new BlockRowFunction(layout), rows)
            .setParallelism(blocks.getParallelism())
            .name("Direct IO blocks");
    provider.generateUid("directio-blocks").ifPresent(result::uid);
    return result;
  }

  private DataStream<RowData> events(
      StreamExecutionEnvironment environment,
      ProviderContext provider,
      RowLayout layout,
      TypeInformation<RowData> rows) {
    PortalConnection portal = settings.client().portalConnection();
    NotificationOptions folders = settings.files().folders(layout.columns().contains(Column.PATH));
    DirectIOEventSource source =
        settings.files().follow()
            ? DirectIOEventSource.follow(portal, folders)
            : DirectIOEventSource.snapshot(portal, folders);
    SingleOutputStreamOperator<FileEvent> events =
        environment
            .fromSource(source, WatermarkStrategy.noWatermarks(), "Direct IO event source")
            .setParallelism(1);
    provider.generateUid("directio-event-source").ifPresent(events::uid);
    SingleOutputStreamOperator<RowData> result =
        events
            .map(event -> layout.toRow(TableRow.of(event)), rows)
            .setParallelism(1)
            .name("Direct IO events");
    provider.generateUid("directio-events").ifPresent(result::uid);
    return result;
  }

  private FileSelection files(RowLayout layout) {
    // All filters are left to the engine, so a path that a filter needs is a column as well.
    return settings
        .files()
        .meeting(condition, settings.table(), layout.columns().contains(Column.PATH));
  }
}
