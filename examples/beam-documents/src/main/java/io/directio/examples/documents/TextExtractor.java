// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import io.directio.examples.documents.TextOnlyParser.Field;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.tika.exception.TikaException;
import org.apache.tika.fork.ForkParser;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The text of documents that nobody vouches for. They are parsed in a process of its own, which is
 * begun with the first of them and has none of the environment, where credentials may be.
 *
 * <p><b>What is limited.</b> Time: when it is over, the process ends and the document has failed.
 * Memory: it is the heap of the process; a document that unfolds to more fails, too. Both times the
 * next document gets another process. Characters: what is beyond the limit is left out. Parsers:
 * those of {@link TextOnlyParser} and no others, so nothing runs another program, and no picture is
 * read. What is embedded in a document, such as attachments and archives, is not opened.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class TextExtractor implements AutoCloseable {

  /** How long a process waits for another document. To begin one takes seconds. */
  private static final Duration IDLE = Duration.ofMinutes(10);

  /** Logs to standard error, if at all, and needs no configuration. */
  private static final String SILENCE =
      "org.apache.logging.log4j.simple.SimpleLoggerContextFactory";

  /**
   * What was found.
   *
   * @param type the media type, such as {@code application/pdf}
   * @param title what the document calls itself; null if it does not
   * @param text its text
   * @param truncated whether there was more of it
   */
  record Extracted(String type, String title, String text, boolean truncated) {}

  private final ForkParser process;
  private final Duration timeout;

  /**
   * @param maxCharacters of a document
   * @param timeout for a document
   * @param megabytes the heap of the process
   */
  TextExtractor(int maxCharacters, Duration timeout, int megabytes) {
    this.timeout = timeout;
    this.process =
        new ForkParser(TextExtractor.class.getClassLoader(), new TextOnlyParser(maxCharacters));
    process.setPoolSize(1);
    process.setJavaCommand(java(megabytes));
    process.setServerParseTimeoutMillis(timeout.toMillis());
    process.setServerWaitTimeoutMillis(IDLE.toMillis());
    process.setServerPulseMillis(Math.min(1_000, timeout.toMillis()));
  }

  private static List<String> java(int megabytes) {
    List<String> command = new ArrayList<>();
    if (File.separatorChar == '/') {
      command.addAll(List.of("/usr/bin/env", "-i"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + megabytes + "m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-DisplayVMOutput", // What it says as it exits is no answer.
            // What parsers log of a document they throw as well, and that is reported.
            "-Dlog4j2.loggerContextFactory=" + SILENCE,
            "-Dorg.apache.logging.log4j.simplelog.level=OFF",
            "-XX:+UseSerialGC",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")));
    return command;
  }

  /**
   * Extracts the text of a document.
   *
   * @param name its file name, which helps to find out what it is
   * @throws TikaException if it can't be parsed, not in time, or not in the memory that there is
   * @throws IOException if there is no process to parse it
   */
  Extracted extract(String name, byte[] content) throws TikaException, IOException {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    Found found = new Found();
    long began = System.nanoTime();
    try {
      process.parse(new ByteArrayInputStream(content), found, metadata, new ParseContext());
    } catch (SAXException | TikaException e) {
      if (System.nanoTime() - began >= timeout.toNanos()) {
        throw new TikaException("It was not parsed within " + timeout.toSeconds() + " s", e);
      }
      throw new TikaException("It can't be parsed: " + e.getMessage(), e);
    }
    if (!found.complete) {
      throw new TikaException("It can't be parsed: the parsers' process ended in the middle");
    }
    return found.extracted();
  }

  @Override
  public void close() {
    process.close();
  }

  /** Collects what the other process tells. */
  private static final class Found extends DefaultHandler {

    private final Map<Field, StringBuilder> values = new EnumMap<>(Field.class);
    private StringBuilder current = new StringBuilder();
    private boolean complete;

    @Override
    public void startElement(String uri, String localName, String name, Attributes attributes) {
      current = new StringBuilder();
      values.put(Field.valueOf(localName), current);
    }

    @Override
    public void characters(char[] characters, int start, int length) {
      current.append(characters, start, length);
    }

    @Override
    public void endDocument() {
      complete = true;
    }

    private String value(Field field) {
      StringBuilder value = values.get(field);
      return value == null ? null : value.toString();
    }

    Extracted extracted() {
      return new Extracted(
          value(Field.TYPE),
          value(Field.TITLE),
          value(Field.TEXT),
          Boolean.parseBoolean(value(Field.TRUNCATED)));
    }
  }
}
