// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.ManifestEntry;
import io.directio.ReadResult;
import io.directio.beam.coders.ManifestEntryCoder;
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
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * From blocks, and whatever else reading gives, to whole files and a manifest.
 *
 * @param <T> what comes in: blocks alone, or all that reading gives
 */
public final class WriteFiles<T extends ReadResult>
    extends PTransform<PCollection<T>, WriteResult> {

  private static final long serialVersionUID = 1L;

  private final WriteSettings settings;

  /** Writes with some settings. */
  public WriteFiles(WriteSettings settings) {
    this.settings = settings;
  }

  @Override
  public WriteResult expand(PCollection<T> results) {
    if (!results.getWindowingStrategy().getWindowFn().isNonMerging()) {
      throw new IllegalArgumentException(
          "Files can't be written in windows that merge, such as sessions: the manifest of a window"
              + " would have no name before its end. Use fixed windows, or the global one");
    }
    WriteSettings named = settings.named(results.getPipeline().getOptions().getJobName());
    PCollectionTuple rows =
        results
            .apply("Write blocks", ParDo.of(new WriteBlocksFn<T>(named)))
            .setCoder(KvCoder.of(VarLongCoder.of(), FilePartCoder.of()))
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
            .apply("Wait for all rows", count(results))
            .apply("Merge manifest", ParDo.of(new FinishManifestFn(named)))
            .setCoder(StringUtf8Coder.of());
    return new WriteResult(results.getPipeline(), succeeded, failed, manifest);
  }

  /** In the global window an export of nothing has a manifest, too. */
  private static Combine.Globally<ManifestEntry, Long> count(PCollection<?> input) {
    Combine.Globally<ManifestEntry, Long> count =
        Combine.globally(Count.<ManifestEntry>combineFn());
    boolean global = input.getWindowingStrategy().getWindowFn() instanceof GlobalWindows;
    return global ? count : count.withoutDefaults();
  }
}
