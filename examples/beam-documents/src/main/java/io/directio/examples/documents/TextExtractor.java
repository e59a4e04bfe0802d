// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.apache.tika.sax.WriteOutContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * The text of documents that nobody vouches for.
 *
 * <p><b>What is limited.</b> The time for a document: when it is over, the document has failed and
 * its thread is interrupted. Characters: what is beyond the limit is left out. Parsers: those that
 * are named here and no others, so nothing runs another program, and no picture is read. What is
 * embedded in a document, such as attachments and archives, is not opened. How much markup may
 * unfold of how little, and how deep, is limited by Tika itself.
 *
 * <p><b>What is not.</b> Parsers share the heap of the worker, and one that heeds no interruption
 * keeps its thread: after some of those nothing is parsed any more and the worker has to be
 * replaced, which a runner does with one whose bundles fail. If that may not be, let Tika run in
 * processes of its own.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class TextExtractor implements AutoCloseable {

  /** Documents whose threads may be lost. */
  private static final int MOST_STUCK = 4;

  /**
   * What was found.
   *
   * @param type the media type, such as {@code application/pdf}
   * @param title what the document calls itself; null if it does not
   * @param text its text
   * @param truncated whether there was more of it
   */
  record Extracted(String type, String title, String text, boolean truncated) {}

  private final AutoDetectParser parser = parser();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "extract-text");
            thread.setDaemon(true);
            return thread;
          });
  private final int maxCharacters;
  private final Duration timeout;
  private int stuck;

  /**
   * @param maxCharacters of a document
   * @param timeout for a document
   */
  TextExtractor(int maxCharacters, Duration timeout) {
    this.maxCharacters = maxCharacters;
    this.timeout = timeout;
  }

  private static AutoDetectParser parser() {
    Parser[] known = {
      new PDFParser(),
      new OOXMLParser(),
      new OfficeParser(),
      new RTFParser(),
      new JSoupParser(),
      new TextAndCSVParser()
    };
    return new AutoDetectParser(known);
  }

  /**
   * Extracts the text of a document.
   *
   * @param name its file name, which helps to find out what it is
   * @throws TikaException if it can't be parsed, or not in time
   * @throws IllegalStateException if too many documents have not ended in time
   */
  Extracted extract(String name, byte[] content) throws TikaException, InterruptedException {
    if (stuck > MOST_STUCK) {
      throw new IllegalStateException(
          stuck + " documents were not parsed in time, and their threads may still run");
    }
    Future<Extracted> result = threads.submit(() -> parse(name, content));
    try {
      return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      stuck++;
      throw new TikaException("It was not parsed within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutOfMemoryError error) {
        throw error;
      }
      throw new TikaException("It can't be parsed: " + e.getCause().getMessage(), e.getCause());
    } finally {
      result.cancel(true);
    }
  }

  private Extracted parse(String name, byte[] content)
      throws IOException, SAXException, TikaException {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    StringWriter text = new StringWriter();
    boolean truncated = false;
    try (TikaInputStream in = TikaInputStream.get(content)) {
      ContentHandler body = new BodyContentHandler(new WriteOutContentHandler(text, maxCharacters));
      parser.parse(in, body, metadata, context());
    } catch (SAXException | TikaException e) {
      if (!WriteLimitReachedException.isWriteLimitReached(e)) {
        throw e;
      }
      truncated = true;
    }
    return new Extracted(
        metadata.get(Metadata.CONTENT_TYPE),
        metadata.get(TikaCoreProperties.TITLE),
        text.toString().strip(),
        truncated);
  }

  private static ParseContext context() {
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pdf.setExtractInlineImages(false);
    ParseContext context = new ParseContext();
    context.set(PDFParserConfig.class, pdf);
    context.set(EmbeddedDocumentExtractor.class, new NothingEmbedded());
    return context;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private static final class NothingEmbedded implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        java.io.InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
      throw new UnsupportedOperationException("Embedded documents are not opened");
    }
  }
}
