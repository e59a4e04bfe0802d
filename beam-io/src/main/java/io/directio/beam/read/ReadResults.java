// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.beam.coders.ReadResultCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * From files to all that reading gives: blocks, and failures in-band.
 *
 * <p>Where a function has two outputs, and where collections are flattened, some runners encode all
 * that passes for another task. So where every file is read in pieces, the function that does it
 * has one output, and nothing comes after it; and what goes wrong never has an output of its own.
 */
public final class ReadResults extends PTransform<PCollection<FileRef>, PCollection<ReadResult>> {

  private static final long serialVersionUID = 1L;

  private final ReadSettings settings;

  /** Reads with some settings. */
  public ReadResults(ReadSettings settings) {
    this.settings = settings;
  }

  @Override
  public PCollection<ReadResult> expand(PCollection<FileRef> files) {
    PCollection<FileRef> spread = files.apply("Spread files", Redistribute.arbitrarily());
    return settings.planner().smallFileThreshold() == 0 ? inPieces(spread) : bySize(spread);
  }

  private PCollection<ReadResult> inPieces(PCollection<FileRef> files) {
    return readListed(
        files
            .apply(
                "List files",
                ParDo.of(new ListFilesFn(settings))
                    .withOutputTags(ListFilesFn.LISTED, TupleTagList.empty()))
            .get(ListFilesFn.LISTED));
  }

  private PCollection<ReadResult> bySize(PCollection<FileRef> files) {
    PCollectionTuple listed =
        files.apply(
            "Read small files",
            ParDo.of(new ReadSmallFilesFn(settings))
                .withOutputTags(ReadSmallFilesFn.RESULTS, TupleTagList.of(ReadSmallFilesFn.LARGE)));
    return PCollectionList.of(listed.get(ReadSmallFilesFn.RESULTS).setCoder(ReadResultCoder.of()))
        .and(readListed(listed.get(ReadSmallFilesFn.LARGE)))
        .apply("All results", Flatten.pCollections());
  }

  private PCollection<ReadResult> readListed(PCollection<ListedFile> files) {
    return files
        .setCoder(ListedFileCoder.of())
        .apply("Read large files", ParDo.of(new ReadLargeFilesFn(settings)))
        .setCoder(ReadResultCoder.of());
  }
}
