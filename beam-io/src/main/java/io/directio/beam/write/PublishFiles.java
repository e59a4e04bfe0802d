// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.ManifestEntry;
import io.directio.beam.coders.ManifestEntryCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/** From parts of files, which are at the destination, to whole files and a manifest. */
public final class PublishFiles extends PTransform<PCollection<KV<Long, FilePart>>, WriteResult> {

  private static final long serialVersionUID = 1L;

  /** Encodes what comes in. */
  public static final Coder<KV<Long, FilePart>> PARTS =
      KvCoder.of(VarLongCoder.of(), FilePartCoder.of());

  private final WriteSettings settings;

  /** Publishes with some settings. */
  public PublishFiles(WriteSettings settings) {
    this.settings = settings;
  }

  @Override
  public WriteResult expand(PCollection<KV<Long, FilePart>> parts) {
    if (!parts.getWindowingStrategy().getWindowFn().isNonMerging()) {
      throw new IllegalArgumentException(
          "Files can't be written in windows that merge, such as sessions: the manifest of a window"
              + " would have no name before its end. Use fixed windows, or the global one");
    }
    WriteSettings named = settings.named(parts.getPipeline().getOptions().getJobName());
    PCollectionTuple rows =
        parts
            .apply("Receipts by file", GroupByKey.create())
            .apply(
                "Publish files",
                ParDo.of(new PublishFilesFn(named))
                    .withOutputTags(
                        PublishFilesFn.SUCCEEDED, TupleTagList.of(PublishFilesFn.FAILED)));
    PCollection<ManifestEntry> succeeded =
        rows.get(PublishFilesFn.SUCCEEDED).setCoder(ManifestEntryCoder.of());
    PCollection<ManifestEntry> failed =
        rows.get(PublishFilesFn.FAILED).setCoder(ManifestEntryCoder.of());
    PCollection<String> manifest =
        PCollectionList.of(succeeded)
            .and(failed)
            .apply("All rows", Flatten.pCollections())
            .apply("Wait for all rows", count(parts))
            .apply("Merge manifest", ParDo.of(new FinishManifestFn(named)))
            .setCoder(StringUtf8Coder.of());
    return new WriteResult(parts.getPipeline(), succeeded, failed, manifest);
  }

  /** In the global window an export of nothing has a manifest, too. */
  private static Combine.Globally<ManifestEntry, Long> count(PCollection<?> input) {
    Combine.Globally<ManifestEntry, Long> count =
        Combine.globally(Count.<ManifestEntry>combineFn());
    boolean global = input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
    return global ? count : count.withoutDefaults();
  }
}
