// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.ReadResult;
import io.directio.beam.coders.ReadResultCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/** From files to all that reading gives: blocks, what is stored already, and failures in-band. */
public final class ReadResults extends PTransform<PCollection<FileRef>, PCollection<ReadResult>> {

  private static final long serialVersionUID = 1L;

  private final ReadSettings settings;

  /** Reads with some settings. */
  public ReadResults(ReadSettings settings) {
    this.settings = settings;
  }

  @Override
  public PCollection<ReadResult> expand(PCollection<FileRef> files) {
    PCollectionTuple listed =
        files
            .apply("Spread files", Redistribute.arbitrarily())
            .apply(
                "Read small files",
                ParDo.of(new ReadSmallFilesFn(settings))
                    .withOutputTags(
                        ReadSmallFilesFn.RESULTS, TupleTagList.of(ReadSmallFilesFn.LARGE)));
    PCollection<ReadResult> small =
        listed.get(ReadSmallFilesFn.RESULTS).setCoder(ReadResultCoder.of());
    PCollection<ReadResult> large =
        listed
            .get(ReadSmallFilesFn.LARGE)
            .setCoder(KvCoder.of(files.getCoder(), VarLongCoder.of()))
            .apply("Read large files", ParDo.of(new ReadLargeFilesFn(settings)))
            .setCoder(ReadResultCoder.of());
    return PCollectionList.of(small).and(large).apply("All results", Flatten.pCollections());
  }
}
