// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.FileRef;
import io.directio.beam.read.ReadSettings;
import io.directio.beam.write.FilePart;
import io.directio.beam.write.PublishFiles;
import io.directio.beam.write.WriteSettings;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * From files to their parts at the destination. A large file that changes while it is copied is
 * copied again from the start, once.
 */
public final class CopyFiles
    extends PTransform<PCollection<FileRef>, PCollection<KV<Long, FilePart>>> {

  private static final long serialVersionUID = 1L;

  private final ReadSettings reading;
  private final WriteSettings writing;

  /** Copies with some settings. */
  public CopyFiles(ReadSettings reading, WriteSettings writing) {
    this.reading = reading;
    this.writing = writing;
  }

  @Override
  public PCollection<KV<Long, FilePart>> expand(PCollection<FileRef> files) {
    Pass first = copy(files, "", false);
    PCollection<FileRef> changed =
        first.changed().apply("Changed files", new RestartChanged()).setCoder(files.getCoder());
    Pass second = copy(changed, " again", true);
    return PCollectionList.of(first.files())
        .and(first.runs())
        .and(second.files())
        .and(second.runs())
        .apply("All parts", Flatten.pCollections());
  }

  /** What copying files once gives. */
  private record Pass(
      PCollection<KV<Long, FilePart>> files,
      PCollection<KV<Long, FilePart>> runs,
      PCollection<ChangedFile> changed) {}

  /**
   * @param last whether a file that changes has failed
   */
  private Pass copy(PCollection<FileRef> files, String suffix, boolean last) {
    PCollectionTuple whole =
        files
            .apply("Spread files" + suffix, Redistribute.arbitrarily())
            .apply(
                "Copy files" + suffix,
                ParDo.of(new CopyFilesFn(reading, writing))
                    .withOutputTags(CopyFn.PARTS, TupleTagList.of(CopyFilesFn.RUNS)));
    PCollectionTuple runs =
        whole
            .get(CopyFilesFn.RUNS)
            .setCoder(BlockRunCoder.of())
            .apply("Spread runs" + suffix, Redistribute.arbitrarily())
            .apply(
                "Copy runs" + suffix,
                ParDo.of(new CopyRunsFn(reading, writing, last))
                    .withOutputTags(CopyFn.PARTS, TupleTagList.of(CopyRunsFn.CHANGED)));
    return new Pass(
        whole.get(CopyFn.PARTS).setCoder(PublishFiles.PARTS),
        runs.get(CopyFn.PARTS).setCoder(PublishFiles.PARTS),
        runs.get(CopyRunsFn.CHANGED).setCoder(ChangedFileCoder.of()));
  }
}
