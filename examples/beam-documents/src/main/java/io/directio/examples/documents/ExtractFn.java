// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import io.directio.FileRef;
import io.directio.beam.coders.WholeFile;
import io.directio.examples.documents.TextExtractor.Extracted;
import java.io.IOException;
import java.time.Duration;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.tika.exception.TikaException;

/** Makes lines of documents: those with their text, and those with a reason why there is none. */
final class ExtractFn extends DoFn<WholeFile, String> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<String> DOCUMENTS = new TupleTag<>("documents") {};
  static final TupleTag<String> FAILED = new TupleTag<>("failed") {};

  private final int maxCharacters;
  private final int timeoutSeconds;
  private final int megabytes;

  private transient TextExtractor extractor;

  ExtractFn(int maxCharacters, int timeoutSeconds, int megabytes) {
    this.maxCharacters = maxCharacters;
    this.timeoutSeconds = timeoutSeconds;
    this.megabytes = megabytes;
  }

  @Setup
  public void setUp() {
    extractor = new TextExtractor(maxCharacters, Duration.ofSeconds(timeoutSeconds), megabytes);
  }

  @ProcessElement
  public void process(@Element WholeFile document, MultiOutputReceiver lines) throws IOException {
    FileRef file = document.file().file();
    try {
      Extracted found = extractor.extract(file.path(), document.bytes());
      lines.get(DOCUMENTS).output(Lines.document(file, document.bytes().length, found));
    } catch (TikaException e) {
      lines.get(FAILED).output(Lines.failure(file.fileId(), file.path(), e.getMessage()));
    }
  }

  @Teardown
  public void tearDown() {
    if (extractor != null) {
      extractor.close();
    }
  }
}
