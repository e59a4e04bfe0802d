// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.DirectIOException;
import io.directio.ManifestEntry;
import io.directio.beam.coders.ManifestEntryCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.BadRecordRouter;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/** Gives the files that could not be read to an error handler, or fails with the first. */
final class HandleFailures extends PTransform<PCollection<ManifestEntry>, PDone> {

  private static final long serialVersionUID = 1L;

  private static final TupleTag<Void> NOTHING = new TupleTag<>("nothing") {};

  private final BadRecordErrorHandler<?> handler; // null to fail

  HandleFailures(BadRecordErrorHandler<?> handler) {
    this.handler = handler;
  }

  @Override
  public PDone expand(PCollection<ManifestEntry> failed) {
    BadRecordRouter router =
        handler == null ? BadRecordRouter.THROWING_ROUTER : BadRecordRouter.RECORDING_ROUTER;
    PCollectionTuple routed =
        failed.apply(
            "Route",
            ParDo.of(new RouteFn(router))
                .withOutputTags(NOTHING, TupleTagList.of(BadRecordRouter.BAD_RECORD_TAG)));
    routed.get(NOTHING).setCoder(VoidCoder.of());
    PCollection<BadRecord> bad =
        routed
            .get(BadRecordRouter.BAD_RECORD_TAG)
            .setCoder(BadRecord.getCoder(failed.getPipeline()));
    if (handler != null) {
      handler.addErrorCollection(bad);
    }
    return PDone.in(failed.getPipeline());
  }

  /** What made a file fail. */
  static DirectIOException failure(ManifestEntry row) {
    return new DirectIOException(row.error().code(), row.error().message());
  }

  private static final class RouteFn extends DoFn<ManifestEntry, Void> {
    private static final long serialVersionUID = 1L;

    private final BadRecordRouter router;

    RouteFn(BadRecordRouter router) {
      this.router = router;
    }

    @ProcessElement
    public void process(@Element ManifestEntry row, MultiOutputReceiver out) throws Exception {
      router.route(out, row, ManifestEntryCoder.of(), failure(row), "A file could not be read");
    }
  }
}
