// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
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
import org.xml.sax.helpers.AttributesImpl;

/**
 * The part of {@link TextExtractor} that runs in a process of its own: parses a document and tells
 * {@link Field}s of it, as elements, when it is done.
 */
final class TextOnlyParser implements Parser {

  /** What is told of a document, each in an element of this name. */
  enum Field {
    TYPE,
    TITLE,
    TEXT,
    TRUNCATED
  }

  private static final long serialVersionUID = 1L;

  private static final int LONGEST_TITLE = 1_000;

  private final int maxCharacters;

  private transient Parser documents; // made where it is used

  TextOnlyParser(int maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  private static Parser documents() {
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

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return documents().getSupportedTypes(context);
  }

  @Override
  public void parse(
      InputStream document, ContentHandler fields, Metadata metadata, ParseContext ignored)
      throws IOException, SAXException, TikaException {
    // At once, as the process counts as busy while it reads, and its time would not run.
    byte[] content = document.readAllBytes();
    if (documents == null) {
      documents = documents();
    }
    StringWriter text = new StringWriter();
    boolean truncated = parse(content, text, metadata);
    fields.startDocument();
    tell(fields, Field.TYPE, metadata.get(Metadata.CONTENT_TYPE));
    tell(fields, Field.TITLE, start(metadata.get(TikaCoreProperties.TITLE)));
    tell(fields, Field.TEXT, text.toString().strip());
    tell(fields, Field.TRUNCATED, Boolean.toString(truncated));
    fields.endDocument();
  }

  /** Returns whether there was more text than is kept. */
  private boolean parse(byte[] content, StringWriter text, Metadata metadata) throws TikaException {
    try (TikaInputStream in = TikaInputStream.get(content)) {
      ContentHandler body = new BodyContentHandler(new WriteOutContentHandler(text, maxCharacters));
      documents.parse(in, body, metadata, context());
      return false;
    } catch (IOException | SAXException | TikaException e) {
      if (WriteLimitReachedException.isWriteLimitReached(e)) {
        return true;
      }
      // Without its cause, which the other process might not know.
      throw new TikaException(reason(e));
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null
        ? failure.getMessage()
        : failure.getMessage() + ": " + cause.getMessage();
  }

  private static String start(String title) {
    return title == null || title.length() <= LONGEST_TITLE
        ? title
        : title.substring(0, LONGEST_TITLE);
  }

  private static void tell(ContentHandler fields, Field field, String value) throws SAXException {
    if (value != null) {
      fields.startElement("", field.name(), field.name(), new AttributesImpl());
      fields.characters(value.toCharArray(), 0, value.length());
      fields.endElement("", field.name(), field.name());
    }
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

  private static final class NothingEmbedded implements EmbeddedDocumentExtractor {
    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
      return false;
    }

    @Override
    public void parseEmbedded(
        InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
      throw new UnsupportedOperationException("Embedded documents are not opened");
    }
  }
}
