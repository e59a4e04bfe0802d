// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.export;

import io.directio.FileRef;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.beam.sdk.values.WindowingStrategy;

/**
 * From the pieces of files that found their file changed to the files, each once, to be read from
 * the start as they are now. In a stream each leaves at once, in its own window and with its own
 * time.
 */
final class RestartChanged extends PTransform<PCollection<ChangedFile>, PCollection<FileRef>> {

  private static final long serialVersionUID = 1L;

  @Override
  public PCollection<FileRef> expand(PCollection<ChangedFile> changed) {
    WindowingStrategy<?, ?> windows = changed.getWindowingStrategy();
    return changed
        .apply(
            "At once",
            Window.<ChangedFile>configure()
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                .discardingFiredPanes()
                .withTimestampCombiner(TimestampCombiner.EARLIEST)
                .withAllowedLateness(windows.getAllowedLateness()))
        .apply(
            "By version",
            MapElements.into(
                    TypeDescriptors.kvs(
                        TypeDescriptor.of(ChangedFile.class), TypeDescriptors.voids()))
                .via(file -> KV.of(file, null)))
        .setCoder(KvCoder.of(ChangedFileCoder.of(), VoidCoder.of()))
        .apply("Once", GroupByKey.create())
        .apply("Begin anew", ParDo.of(new FirstFn()))
        .setWindowingStrategyInternal(windows);
  }

  private static final class FirstFn extends DoFn<KV<ChangedFile, Iterable<Void>>, FileRef> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(
        @Element KV<ChangedFile, Iterable<Void>> changed,
        PaneInfo pane,
        OutputReceiver<FileRef> files) {
      if (pane.isFirst()) {
        files.output(ofAnySize(changed.getKey().file()));
      }
    }

    /** The size that was told may be that of the version before. */
    private static FileRef ofAnySize(FileRef file) {
      return new FileRef(
          file.fileId(), file.path(), FileRef.UNKNOWN, file.version(), file.details());
    }
  }
}
