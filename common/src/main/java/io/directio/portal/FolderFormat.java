// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/**
 * How cloud drive folders are asked for by name: the portal's older API, which speaks an XML of
 * objects with attributes.
 *
 * <p><b>Threading:</b> every method is safe.
 */
final class FolderFormat {

  /**
   * A page of folders.
   *
   * @param hasMore whether there is another page
   */
  record Page(List<CloudFolder> folders, boolean hasMore) {}

  private FolderFormat() {}

  /** Asks for the folders of a name, so many of them after the first so many. */
  static byte[] request(String name, int startFrom, int countLimit) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartElement("obj");
      value(xml, "type", "db");
      value(xml, "name", "query");
      attribute(xml, "param");
      xml.writeStartElement("obj");
      value(xml, "startFrom", Integer.toString(startFrom));
      value(xml, "countLimit", Integer.toString(countLimit));
      attribute(xml, "include");
      xml.writeStartElement("list");
      value(xml, "name");
      value(xml, "uid");
      xml.writeEndElement();
      xml.writeEndElement();
      attribute(xml, "filters");
      xml.writeStartElement("list");
      xml.writeStartElement("obj");
      xml.writeAttribute("class", "StringFilter");
      value(xml, "field", "name");
      value(xml, "restriction", "eq");
      value(xml, "value", name);
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("A text in memory can be written", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a page of folders.
   *
   * @throws ListingSyntaxException if it is no such page
   */
  static Page parse(byte[] body) throws ListingSyntaxException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return new Reading(factory.createXMLStreamReader(new ByteArrayInputStream(body))).page();
    } catch (XMLStreamException | NumberFormatException e) {
      // Its message quotes the answer, so it is not passed on.
      throw new ListingSyntaxException("the portal's answer is no list of folders");
    }
  }

  private static void attribute(XMLStreamWriter xml, String id) throws XMLStreamException {
    xml.writeStartElement("att");
    xml.writeAttribute("id", id);
  }

  private static void value(XMLStreamWriter xml, String id, String value)
      throws XMLStreamException {
    attribute(xml, id);
    value(xml, value);
    xml.writeEndElement();
  }

  private static void value(XMLStreamWriter xml, String value) throws XMLStreamException {
    xml.writeStartElement("val");
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  /** Reads one page. */
  private static final class Reading {
    private final XMLStreamReader xml;
    private final Deque<String> attributes = new ArrayDeque<>();
    private final List<CloudFolder> folders = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String name;
    private String uid;
    private Boolean hasMore;

    Reading(XMLStreamReader xml) {
      this.xml = xml;
    }

    Page page() throws XMLStreamException, ListingSyntaxException {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            text.setLength(0);
            if (xml.getLocalName().equals("att")) {
              attributes.addLast(String.valueOf(xml.getAttributeValue(null, "id")));
            }
          }
          case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
          case XMLStreamConstants.DTD ->
              throw new ListingSyntaxException("the portal's list of folders has a DOCTYPE");
          case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
          default -> {
            // Comments and the like say nothing.
          }
        }
      }
      if (hasMore == null) {
        throw new ListingSyntaxException("the portal's answer is no list of folders");
      }
      return new Page(folders, hasMore);
    }

    private void end(String element) {
      String where = String.join("/", attributes);
      switch (element) {
        case "att" -> attributes.removeLast();
        case "val" -> {
          switch (where) {
            case "hasMore" -> hasMore = Boolean.valueOf(text.toString().strip());
            case "objects/name" -> name = text.toString();
            case "objects/uid" -> uid = text.toString().strip();
            default -> {
              // Not asked for.
            }
          }
        }
        case "obj" -> {
          if (where.equals("objects")) {
            if (name != null && uid != null) {
              folders.add(new CloudFolder(Long.parseLong(uid), name));
            }
            name = null;
            uid = null;
          }
        }
        default -> {
          // Lists hold what is read anyway.
        }
      }
    }
  }
}
