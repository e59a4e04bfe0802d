// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.directio.Compression;
import io.directio.MalformedListingException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads a listing from its JSON as a stream, so that a chunk costs eight bytes and its share of the
 * compacted URLs, never its text. Both shapes are read: today's, and that of portals before 8.3
 * with the wrapped key at the top and {@code location} for {@code url}.
 *
 * <p>Unknown fields are skipped. Known ones must have their type, and stand once: a parser that
 * takes the first and another that takes the last would see two different files. What the portal
 * sent is never repeated in a message: it may be a signed URL.
 *
 * <p>One parser reads one listing.
 */
final class ListingParser {

  private final long fileId;
  private final ListingLimits limits;
  private final JsonParser json;
  private long[] lengths = new long[4];
  private long total;
  private boolean chunksSeen;
  private boolean infoSeen;
  private boolean compressionSeen;
  private String wrappedKey;
  private Boolean encrypted;
  private Compression compression;

  ListingParser(long fileId, ListingLimits limits, JsonParser json) {
    this.fileId = fileId;
    this.limits = limits;
    this.json = json;
  }

  /** Reads the listing to the end of its stream. */
  BlockListing listing(CompactUrls.Builder urls, Instant serverTime) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new ListingSyntaxException("the portal's answer is not a JSON object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "encrypt_info" -> readEncryptInfo();
        case "wrapped_key" -> readWrappedKey();
        case "compression_type" -> readCompression();
        case "chunks" -> readChunks(urls);
        default -> json.skipChildren();
      }
    }
    if (json.nextToken() != null) {
      throw new ListingSyntaxException("the portal's answer goes on after its JSON object");
    }
    return checked(urls, serverTime);
  }

  private BlockListing checked(CompactUrls.Builder urls, Instant serverTime)
      throws MalformedListingException {
    int count = urls.count();
    if (!chunksSeen && !infoSeen && !compressionSeen && wrappedKey == null) {
      // Something else that speaks JSON; read as a listing it would be an empty file.
      throw malformed("it has none of the fields of a listing");
    }
    boolean isEncrypted = encrypted != null ? encrypted : wrappedKey != null;
    if (count > 0 && isEncrypted && wrappedKey == null) {
      throw malformed("it says that the blocks are encrypted, but has no wrapped key");
    }
    if (count > 0 && !isEncrypted && compression == null) {
      throw malformed("it does not say how the blocks are compressed");
    }
    // Portals that did not tell compressed every block, each in a format that tells itself.
    Compression found = compression != null ? compression : Compression.SNAPPY;
    return new BlockListing(
        fileId,
        isEncrypted,
        wrappedKey,
        found,
        Arrays.copyOf(lengths, count),
        urls.build(),
        serverTime);
  }

  private void readEncryptInfo() throws IOException {
    once(infoSeen, "encrypt_info");
    infoSeen = true;
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw malformed("encrypt_info is not an object");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "data_encrypted" -> {
          once(encrypted != null, name);
          encrypted = flag(name);
        }
        case "wrapped_key" -> readWrappedKey();
        default -> json.skipChildren();
      }
    }
  }

  private void readWrappedKey() throws IOException {
    String key = text("wrapped_key");
    if (key != null && wrappedKey != null && !key.equals(wrappedKey)) {
      throw malformed("it has two different wrapped keys");
    }
    wrappedKey = key != null ? key : wrappedKey;
  }

  private void readCompression() throws IOException {
    once(compressionSeen, "compression_type");
    compressionSeen = true;
    String name = text("compression_type");
    if (name == null) {
      return;
    }
    compression =
        switch (name) {
          case "SNAPPY" -> Compression.SNAPPY;
          case "GZIP" -> Compression.GZIP;
          case "NONE" -> Compression.NONE;
          default -> throw malformed("this version can't read its compression type");
        };
  }

  private void readChunks(CompactUrls.Builder urls) throws IOException {
    once(chunksSeen, "chunks");
    chunksSeen = true;
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw malformed("chunks is not an array");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (urls.count() == limits.maxChunks()) {
        throw malformed("it has more than " + limits.maxChunks() + " chunks");
      }
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw malformed("chunk " + (urls.count() + 1) + " is not an object");
      }
      readChunk(urls);
    }
  }

  private void readChunk(CompactUrls.Builder urls) throws IOException {
    int number = urls.count() + 1;
    String url = null;
    String location = null;
    long length = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "url" -> {
          once(url != null, "url of chunk " + number);
          url = text("url of chunk " + number);
        }
        case "location" -> {
          once(location != null, "location of chunk " + number);
          location = text("location of chunk " + number);
        }
        case "len" -> {
          once(length != 0, "len of chunk " + number);
          length = length(number);
        }
        default -> json.skipChildren();
      }
    }
    String found = url != null ? url : location;
    if (found == null || found.isEmpty()) {
      throw malformed("chunk " + number + " has no url");
    }
    if (length == 0) {
      throw malformed("chunk " + number + " has no len");
    }
    add(number, length);
    urls.add(found);
  }

  private void add(int number, long length) throws MalformedListingException {
    total += length;
    if (total < 0) {
      throw malformed("the lengths of its chunks add up to more than any file can have");
    }
    if (lengths.length < number) {
      lengths = Arrays.copyOf(lengths, 2 * lengths.length);
    }
    lengths[number - 1] = length;
  }

  private long length(int number) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw malformed("the len of chunk " + number + " is not a whole number");
    }
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 1) {
      throw malformed("the len of chunk " + number + " is not a positive number of bytes");
    }
    return json.getLongValue();
  }

  private Boolean flag(String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw malformed(name + " is neither true nor false");
    };
  }

  private String text(String name) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw malformed("the " + name + " is not a text");
    };
  }

  private void once(boolean seen, String name) throws MalformedListingException {
    if (seen) {
      throw malformed("it has the field " + name + " twice");
    }
  }

  private MalformedListingException malformed(String what) {
    return new MalformedListingException(fileId, "the portal's listing is malformed: " + what);
  }
}
