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
 * From files to all that reading gives: blocks, what is stored already, and failures in-band. A
 * large file that changes while it is read is read again, once.
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
    Pass first = read(files, "", false);
    PCollection<FileRef> changed =
        first.changed().apply("Changed files", new RestartChanged()).setCoder(files.getCoder());
    Pass second = read(changed, " again", true);
    return PCollectionList.of(first.small())
        .and(first.large())
        .and(second.small())
        .and(second.large())
        .apply("All results", Flatten.pCollections());
  }

  /** What reading files once gives. */
  private record Pass(
      PCollection<ReadResult> small,
      PCollection<ReadResult> large,
      PCollection<LargeFile> changed) {}

  /**
   * @param last whether a file that changes has failed
   */
  private Pass read(PCollection<FileRef> files, String suffix, boolean last) {
    PCollectionTuple listed =
        files
            .apply("Spread files" + suffix, Redistribute.arbitrarily())
            .apply(
                "Read small files" + suffix,
                ParDo.of(new ReadSmallFilesFn(settings))
                    .withOutputTags(
                        ReadSmallFilesFn.RESULTS, TupleTagList.of(ReadSmallFilesFn.LARGE)));
    PCollectionTuple read =
        listed
            .get(ReadSmallFilesFn.LARGE)
            .setCoder(LargeFileCoder.of())
            .apply(
                "Read large files" + suffix,
                ParDo.of(new ReadLargeFilesFn(settings, last))
                    .withOutputTags(
                        ReadLargeFilesFn.RESULTS, TupleTagList.of(ReadLargeFilesFn.CHANGED)));
    return new Pass(
        listed.get(ReadSmallFilesFn.RESULTS).setCoder(ReadResultCoder.of()),
        read.get(ReadLargeFilesFn.RESULTS).setCoder(ReadResultCoder.of()),
        read.get(ReadLargeFilesFn.CHANGED).setCoder(LargeFileCoder.of()));
  }
}
