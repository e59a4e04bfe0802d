// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.Block;
import io.directio.DirectIOException;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.beam.coders.BlockCoder;
import io.directio.beam.coders.ManifestEntryCoder;
import io.directio.beam.read.ReadResults;
import io.directio.beam.read.ReadSettings;
import io.directio.read.ClientOptions;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Reads the blocks of files, in no order, also within a file. Each block comes once, in Beam's
 * sense, has the time and window of its file's reference, and can't be larger than the client's
 * {@link ClientOptions#maxBlockSize()}.
 *
 * <p><b>Calls to the portal.</b> One for each file of up to {@link #withSmallFileThreshold}, and
 * for each larger one in each JVM that has to do with it. Again when signed URLs have expired.
 *
 * <p><b>Memory.</b> {@link ClientOptions#memoryBudget()} bounds, for the whole JVM, the blocks that
 * are being fetched or wait to be handed over.
 *
 * <p>A file of up to that threshold that changes while it is read is read again, once. A larger one
 * has failed, as soon as one of those that read it finds it changed: blocks of the old version may
 * have come out, and nobody can call them back. Read it again then; {@link
 * io.directio.FileMetadata#fingerprint()} tells versions apart.
 *
 * <p><b>On Flink and Spark</b> blocks of small and of large files come from two functions, and
 * joining what comes from both costs: Flink encodes every block for another task. With {@code
 * withSmallFileThreshold(0)} all come from one function, into which these runners fuse the step
 * that comes next.
 */
public final class ReadAll extends PTransform<PCollection<FileRef>, PCollection<Block>> {

  private static final long serialVersionUID = 1L;

  private static final TupleTag<Block> BLOCKS = new TupleTag<>("blocks") {};
  private static final TupleTag<ManifestEntry> FAILED = new TupleTag<>("failed") {};

  private final ReadSettings settings;
  private final BadRecordErrorHandler<?> errorHandler; // null to fail the pipeline

  private ReadAll(ReadSettings settings, BadRecordErrorHandler<?> errorHandler) {
    this.settings = settings;
    this.errorHandler = errorHandler;
  }

  static ReadAll from(ClientOptions client) {
    return new ReadAll(ReadSettings.of(client), null);
  }

  /**
   * Size in bytes up to which a file is read whole by the worker that lists it. Default 8 MiB. With
   * 0 every file is read by the splittable function, and listed once more by each other JVM that
   * reads it.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ReadAll withSmallFileThreshold(long bytes) {
    return with(settings.withPlanner(settings.planner().withSmallFileThreshold(bytes)));
  }

  /**
   * Size in bytes up to which consecutive blocks of a larger file start as one split; with 1 every
   * block is a split. Default 64 MiB. Runners that split dynamically cut them further.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ReadAll withMaxRunBytes(long bytes) {
    return with(settings.withPlanner(settings.planner().withMaxRunBytes(bytes)));
  }

  /**
   * Takes the files that can't be read: a {@link BadRecord} for each, whose record is the failed
   * {@link ManifestEntry}; a large file may come more than once. Default: the first of them fails
   * the pipeline.
   */
  public ReadAll withErrorHandler(ErrorHandler<BadRecord, ?> handler) {
    return new ReadAll(
        settings, (BadRecordErrorHandler<?>) Objects.requireNonNull(handler, "handler"));
  }

  private ReadAll with(ReadSettings other) {
    return new ReadAll(other, errorHandler);
  }

  @Override
  public PCollection<Block> expand(PCollection<FileRef> files) {
    PCollection<ReadResult> results = files.apply("Read", new ReadResults(settings));
    if (errorHandler == null) {
      // Where there is a second output, the Flink runner encodes every block for each of them.
      return results.apply("Blocks", ParDo.of(new BlocksFn())).setCoder(BlockCoder.of());
    }
    PCollectionTuple parted =
        results.apply(
            "Part", ParDo.of(new PartFn()).withOutputTags(BLOCKS, TupleTagList.of(FAILED)));
    parted
        .get(FAILED)
        .setCoder(ManifestEntryCoder.of())
        .apply("Failures", new HandleFailures(errorHandler));
    return parted.get(BLOCKS).setCoder(BlockCoder.of());
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
  }

  /** Passes blocks on, and fails with the first failure. */
  private static final class BlocksFn extends DoFn<ReadResult, Block> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element ReadResult result, OutputReceiver<Block> blocks)
        throws DirectIOException {
      if (result instanceof Block block) {
        blocks.output(block);
      } else {
        throw HandleFailures.failure((ManifestEntry) result);
      }
    }
  }

  /** Parts blocks from failures; nothing is stored already where everything is read. */
  private static final class PartFn extends DoFn<ReadResult, Block> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element ReadResult result, MultiOutputReceiver out) {
      if (result instanceof Block block) {
        out.get(BLOCKS).output(block);
      } else {
        out.get(FAILED).output((ManifestEntry) result);
      }
    }
  }
}
