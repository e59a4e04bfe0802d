// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import io.directio.ManifestEntry;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/**
 * How files ended. Each is in exactly one of {@link #succeeded()} and {@link #failed()}, and a line
 * of the {@link #manifest()}.
 */
public final class WriteResult implements POutput {

  private static final TupleTag<ManifestEntry> SUCCEEDED = new TupleTag<>("succeeded") {};
  private static final TupleTag<ManifestEntry> FAILED = new TupleTag<>("failed") {};
  private static final TupleTag<String> MANIFEST = new TupleTag<>("manifest") {};

  private final Pipeline pipeline;
  private final PCollection<ManifestEntry> succeeded;
  private final PCollection<ManifestEntry> failed;
  private final PCollection<String> manifest;

  WriteResult(
      Pipeline pipeline,
      PCollection<ManifestEntry> succeeded,
      PCollection<ManifestEntry> failed,
      PCollection<String> manifest) {
    this.pipeline = pipeline;
    this.succeeded = succeeded;
    this.failed = failed;
    this.manifest = manifest;
  }

  /** The files that are at the destination, each as soon as it is there: published or skipped. */
  public PCollection<ManifestEntry> succeeded() {
    return succeeded;
  }

  /** The files that could not be read or written; nothing of them is visible. */
  public PCollection<ManifestEntry> failed() {
    return failed;
  }

  /**
   * The manifest's path or address, once all files have ended and it is complete: what to {@link
   * org.apache.beam.sdk.transforms.Wait wait} on. In windows other than the global one, once for
   * each window.
   */
  public PCollection<String> manifest() {
    return manifest;
  }

  @Override
  public Pipeline getPipeline() {
    return pipeline;
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(SUCCEEDED, succeeded, FAILED, failed, MANIFEST, manifest);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}
}
