// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.directio.MalformedListingException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/**
 * How listings are read: with bounds on everything that a portal could make large.
 *
 * <p><b>Threading:</b> every method is safe.
 */
final class ListingFormat {

  private static final int LONGEST_TEXT = 64 * 1024;
  private static final int LONGEST_NUMBER = 1000;
  private static final int DEEPEST = 32;

  private final ListingLimits limits;
  private final JsonFactory factory;

  ListingFormat(ListingLimits limits) {
    this.limits = limits;
    this.factory = factory(limits.maxBytes(), LONGEST_TEXT);
  }

  /** What parses an answer of the portal, within bounds in bytes and in characters of a text. */
  static JsonFactory factory(long maxBytes, int longestText) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(longestText)
                .maxNameLength(LONGEST_TEXT)
                .maxNumberLength(LONGEST_NUMBER)
                .maxDocumentLength(maxBytes)
                .build())
        .build();
  }

  /**
   * Reads the listing of a file to the end of the stream, which is closed.
   *
   * @param serverTime the portal's time of the answer, or null
   * @throws MalformedListingException if the answer is JSON but no valid listing
   * @throws ListingSyntaxException if it is not even JSON, or ends too early, or is too large
   * @throws IOException if it can't be read
   */
  BlockListing parse(long fileId, InputStream stream, Instant serverTime) throws IOException {
    try (JsonParser json = factory.createParser(stream);
        CompactUrls.Builder urls = new CompactUrls.Builder()) {
      return new ListingParser(fileId, limits, json).listing(urls, serverTime);
    } catch (JacksonException e) {
      // Its message quotes the answer, so it is not passed on.
      throw new ListingSyntaxException(
          "the portal's answer is not valid JSON, was cut off, or is larger than any listing");
    }
  }
}
