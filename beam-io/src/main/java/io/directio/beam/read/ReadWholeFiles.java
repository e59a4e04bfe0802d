// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.read;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.beam.coders.ManifestEntryCoder;
import io.directio.beam.coders.WholeFile;
import io.directio.beam.coders.WholeFileCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** From files to their bytes, and apart from them those that failed. */
public final class ReadWholeFiles extends PTransform<PCollection<FileRef>, PCollectionTuple> {

  /** The files. */
  public static final TupleTag<WholeFile> FILES = ReadWholeFilesFn.FILES;

  /** The rows of those that failed. */
  public static final TupleTag<ManifestEntry> FAILED = ReadWholeFilesFn.FAILED;

  private static final long serialVersionUID = 1L;

  private final ReadSettings settings;
  private final long maxBytes;

  /**
   * @param maxBytes size in bytes up to which a file is read
   */
  public ReadWholeFiles(ReadSettings settings, long maxBytes) {
    this.settings = settings;
    this.maxBytes = maxBytes;
  }

  @Override
  public PCollectionTuple expand(PCollection<FileRef> files) {
    PCollectionTuple read =
        files
            .apply("Spread files", Redistribute.arbitrarily())
            .apply(
                "Read whole files",
                ParDo.of(new ReadWholeFilesFn(settings, maxBytes))
                    .withOutputTags(FILES, TupleTagList.of(FAILED)));
    read.get(FILES).setCoder(WholeFileCoder.of());
    read.get(FAILED).setCoder(ManifestEntryCoder.of());
    return read;
  }
}
