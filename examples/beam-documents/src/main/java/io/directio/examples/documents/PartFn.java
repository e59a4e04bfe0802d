// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import io.directio.FileEvent;
import io.directio.FileRef;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Parts events into files to be read and lines of files that are gone. */
final class PartFn extends DoFn<FileEvent, FileRef> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<FileRef> FILES = new TupleTag<>("files") {};
  static final TupleTag<String> DELETED = new TupleTag<>("deleted") {};

  @ProcessElement
  public void process(@Element FileEvent event, MultiOutputReceiver out) throws IOException {
    if (event.isReadable()) {
      out.get(FILES).output(event.toFileRef());
    } else if (event.type() == FileEvent.Type.FILE && event.deleted()) {
      out.get(DELETED).output(Lines.deletion(event));
    }
  }
}
