// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.source.FileSelection;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** Rows of files that are read whole, or not at all. */
public final class FileRows {

  private FileRows() {}

  /** The type in which files go from the list to the readers. */
  public static DataType listType() {
    return FoundFile.TYPE;
  }

  /**
   * Adds them to a job.
   *
   * @param environment the job
   * @param context gives names that a restored job recognises
   * @param files which files
   * @param listed the type information of {@link #listType()}
   * @param reading what of each file
   * @param rows the type information of the rows
   * @param parallelism of the reading; null for the environment's
   */
  public static SingleOutputStreamOperator<RowData> addTo(
      StreamExecutionEnvironment environment,
      ProviderContext context,
      FileSelection files,
      TypeInformation<RowData> listed,
      FileReading reading,
      TypeInformation<RowData> rows,
      Integer parallelism) {
    SingleOutputStreamOperator<RowData> list =
        environment
            .fromSource(
                new FileListSource(files, reading.client()),
                WatermarkStrategy.noWatermarks(),
                "Direct IO list of files",
                listed)
            .setParallelism(1);
    context.generateUid("directio-file-list").ifPresent(list::uid);
    SingleOutputStreamOperator<RowData> read =
        AsyncDataStream.unorderedWait(
                list.rebalance(),
                new FileReadFunction(reading),
                0, // The client has deadlines of its own.
                TimeUnit.MILLISECONDS,
                reading.atOnce())
            .returns(rows)
            .name("Direct IO files");
    context.generateUid("directio-file-read").ifPresent(read::uid);
    if (parallelism != null) {
      read.setParallelism(parallelism);
    }
    return read;
  }
}
