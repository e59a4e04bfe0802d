// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.directio.FileRef;
import io.directio.beam.coders.WholeFile;
import io.directio.examples.documents.TextExtractor.Extracted;
import java.time.Duration;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.tika.exception.TikaException;

/**
 * Makes lines of JSON of documents. Whoever loads them into an index replaces what it has of the
 * same {@code id}, so a document that comes again does no harm.
 */
final class ExtractFn extends DoFn<WholeFile, String> {

  private static final long serialVersionUID = 1L;

  static final TupleTag<String> DOCUMENTS = new TupleTag<>("documents") {};
  static final TupleTag<String> FAILED = new TupleTag<>("failed") {};

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int maxCharacters;
  private final int timeoutSeconds;

  private transient TextExtractor extractor;

  ExtractFn(int maxCharacters, int timeoutSeconds) {
    this.maxCharacters = maxCharacters;
    this.timeoutSeconds = timeoutSeconds;
  }

  @Setup
  public void setUp() {
    extractor = new TextExtractor(maxCharacters, Duration.ofSeconds(timeoutSeconds));
  }

  @ProcessElement
  public void process(@Element WholeFile document, MultiOutputReceiver lines)
      throws JsonProcessingException, InterruptedException {
    FileRef file = document.file().file();
    try {
      Extracted found = extractor.extract(file.path(), document.bytes());
      ObjectNode line = line(file.fileId(), file.path());
      if (file.version() != FileRef.UNKNOWN) {
        line.put("version", file.version());
      }
      line.put("size", document.bytes().length).put("type", found.type());
      if (found.title() != null) {
        line.put("title", found.title());
      }
      line.put("text", found.text()).put("truncated", found.truncated());
      lines.get(DOCUMENTS).output(JSON.writeValueAsString(line));
    } catch (TikaException e) {
      lines.get(FAILED).output(failure(file.fileId(), file.path(), e.getMessage()));
    }
  }

  /** The line of a document that has no text. */
  static String failure(long id, String path, String reason) throws JsonProcessingException {
    return JSON.writeValueAsString(line(id, path).put("error", reason));
  }

  private static ObjectNode line(long id, String path) {
    return JSON.createObjectNode().put("id", id).put("path", path);
  }

  @Teardown
  public void tearDown() {
    if (extractor != null) {
      extractor.close();
    }
  }
}
