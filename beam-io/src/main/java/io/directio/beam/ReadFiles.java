// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileRef;
import io.directio.beam.coders.WholeFile;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.read.ReadWholeFiles;
import io.directio.read.ClientOptions;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Reads small files whole, for those who want documents rather than blocks: one portal call each,
 * many at the same time. A file that is larger than the limit is a failure, and nothing of it is
 * fetched.
 *
 * <p><b>Memory.</b> The files of a bundle that are being put together are held besides the client's
 * {@link ClientOptions#memoryBudget()}: keep the limit far below the heap.
 */
public final class ReadFiles extends PTransform<PCollection<FileRef>, PCollection<WholeFile>> {

  private static final long serialVersionUID = 1L;

  /** Runners don't carry larger elements well; Dataflow refuses 80 MB. */
  private static final long MOST = 64L << 20;

  private final ReadSettings settings;
  private final long maxBytes;
  private final BadRecordErrorHandler<?> errorHandler; // null to fail the pipeline

  private ReadFiles(ReadSettings settings, long maxBytes, BadRecordErrorHandler<?> errorHandler) {
    this.settings = settings;
    this.maxBytes = maxBytes;
    this.errorHandler = errorHandler;
  }

  static ReadFiles from(ClientOptions client) {
    return new ReadFiles(ReadSettings.of(client), 8L << 20, null);
  }

  /**
   * Size in bytes up to which files are read. Default 8 MiB.
   *
   * @throws IllegalArgumentException if it is negative, or more than 64 MiB
   */
  public ReadFiles withMaxBytes(long bytes) {
    if (bytes < 0 || bytes > MOST) {
      throw new IllegalArgumentException(
          "Files of up to " + bytes + " bytes can't be read whole, only of up to " + MOST);
    }
    return new ReadFiles(settings, bytes, errorHandler);
  }

  /**
   * Takes the files that can't be read, and those that are too large: a {@link BadRecord} for each,
   * whose record is the failed {@link io.directio.ManifestEntry}. Default: the first of them fails
   * the pipeline.
   */
  public ReadFiles withErrorHandler(ErrorHandler<BadRecord, ?> handler) {
    Objects.requireNonNull(handler, "handler");
    return new ReadFiles(settings, maxBytes, (BadRecordErrorHandler<?>) handler);
  }

  @Override
  public PCollection<WholeFile> expand(PCollection<FileRef> files) {
    PCollectionTuple read = files.apply("Read", new ReadWholeFiles(settings, maxBytes));
    read.get(ReadWholeFiles.FAILED).apply("Failures", new HandleFailures(errorHandler));
    return read.get(ReadWholeFiles.FILES);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    settings.populate(builder);
    builder.add(
        DisplayData.item("maxBytes", maxBytes)
            .withLabel("Files up to this size in bytes are read"));
  }
}
