// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import io.directio.Block;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.flink.sink.ExportCounters;
import io.directio.flink.types.NounTypeInfo;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gives the rows of files that could not be read as a side output, and passes everything on, so
 * that the sink's manifest has them as well.
 *
 * <pre>{@code
 * SingleOutputStreamOperator<ReadResult> results = FailedFiles.beside(stream);
 * results.getSideOutput(FailedFiles.TAG).print();
 * results.sinkTo(sink);
 * }</pre>
 *
 * <p>Files that fail later, when they are written or published, are in the manifest only.
 */
public final class FailedFiles {

  /** The side output. */
  public static final OutputTag<ManifestEntry> TAG =
      new OutputTag<>("directio-failed-files", NounTypeInfo.MANIFEST_ENTRY);

  private FailedFiles() {}

  /**
   * The same stream, with the side output. It also counts bytes and blocks into the accumulators
   * that {@link ExportCounters} names.
   */
  public static SingleOutputStreamOperator<ReadResult> beside(DataStream<ReadResult> results) {
    return results
        .process(new Split(), NounTypeInfo.READ_RESULT)
        .setParallelism(results.getParallelism())
        .name("Failed files");
  }

  private static final class Split extends ProcessFunction<ReadResult, ReadResult> {
    private static final long serialVersionUID = 1L;

    private final LongCounter bytes = new LongCounter();
    private final LongCounter blocks = new LongCounter();

    @Override
    public void open(OpenContext context) {
      getRuntimeContext().addAccumulator(ExportCounters.BYTES, bytes);
      getRuntimeContext().addAccumulator(ExportCounters.BLOCKS, blocks);
    }

    @Override
    public void processElement(ReadResult result, Context context, Collector<ReadResult> out) {
      if (result instanceof ManifestEntry entry && entry.status() == ManifestEntry.Status.FAILED) {
        context.output(TAG, entry);
      }
      out.collect(result);
      if (result instanceof Block block) {
        bytes.add(block.length());
        blocks.add(1);
      }
    }
  }
}
