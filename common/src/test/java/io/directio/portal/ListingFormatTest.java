// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.directio.Compression;
import io.directio.MalformedListingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are listings, and what becomes of all the others. */
@Timeout(60)
class ListingFormatTest {

  private static final String HEAD =
      "{\"encrypt_info\":{\"data_encrypted\":true,\"wrapped_key\":\"a2V5\"},"
          + "\"compression_type\":\"SNAPPY\",\"chunks\":";
  private static final String CHUNK = "{\"url\":\"https://s.example/1?sig=secret\",\"len\":5}";

  private final ListingFormat format = new ListingFormat(ListingLimits.DEFAULT);

  private BlockListing parse(String json) throws IOException {
    return parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private BlockListing parse(InputStream json) throws IOException {
    return format.parse(7, json, Instant.EPOCH);
  }

  private void assertMalformed(String json, String why) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(MalformedListingException.class)
        .hasMessageContaining("File 7")
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  private void assertNotJson(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(ListingSyntaxException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  void readsAListingOfToday() throws Exception {
    BlockListing listing =
        parse(
            HEAD
                + "[{\"url\":\"https://a/1?x=%2F&\",\"len\":4194304},"
                + "{\"len\":1,\"url\":\"https://b/2\"}]}");

    assertThat(listing.fileId()).isEqualTo(7);
    assertThat(listing.encrypted()).isTrue();
    assertThat(listing.wrappedKey()).hasValue("a2V5");
    assertThat(listing.compression()).isEqualTo(Compression.SNAPPY);
    assertThat(listing.chunks()).isEqualTo(2);
    assertThat(listing.lengths()).containsExactly(4194304, 1);
    assertThat(listing.url(0)).isEqualTo("https://a/1?x=%2F&");
    assertThat(listing.url(1)).isEqualTo("https://b/2");
    assertThat(listing.serverTime()).hasValue(Instant.EPOCH);
    assertThat(listing).hasToString("Listing of file 7 (2 chunks, SNAPPY, encrypted)");
  }

  @Test
  void readsAListingOfBefore83() throws Exception {
    BlockListing listing =
        parse("{\"wrapped_key\":\"a2V5\",\"chunks\":[{\"location\":\"https://a/1\",\"len\":5}]}");

    assertThat(listing.encrypted()).isTrue();
    assertThat(listing.wrappedKey()).hasValue("a2V5");
    assertThat(listing.compression())
        .as("each block tells by itself")
        .isEqualTo(Compression.SNAPPY);
    assertThat(listing.url(0)).isEqualTo("https://a/1");
  }

  @Test
  void readsTheFieldsInAnyOrderAndSkipsThoseItDoesNotKnow() throws Exception {
    BlockListing listing =
        parse(
            "{\"x\":[{\"chunks\":[1]},null,1e999],\"chunks\":[{\"y\":{\"url\":1},\"len\":9,"
                + "\"location\":null,\"url\":\"u\",\"len2\":-1}],\"compression_type\":\"GZIP\","
                + "\"encrypt_info\":{\"z\":1,\"wrapped_key\":null,\"data_encrypted\":false},\"a\":{}}");

    assertThat(listing.encrypted()).isFalse();
    assertThat(listing.wrappedKey()).isEmpty();
    assertThat(listing.compression()).isEqualTo(Compression.GZIP);
    assertThat(listing.lengths()).containsExactly(9);
  }

  @ParameterizedTest
  @CsvSource({
    "true, SNAPPY",
    "true, GZIP",
    "true, NONE",
    "false, SNAPPY",
    "false, GZIP",
    "false, NONE"
  })
  void takesTheTwoFlagsIndependently(boolean encrypted, Compression compression) throws Exception {
    BlockListing listing =
        parse(
            "{\"encrypt_info\":{\"data_encrypted\":"
                + encrypted
                + ",\"wrapped_key\":\"a2V5\"},\"compression_type\":\""
                + compression
                + "\",\"chunks\":["
                + CHUNK
                + "]}");

    assertThat(listing.encrypted()).isEqualTo(encrypted);
    assertThat(listing.compression()).isEqualTo(compression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"compression_type\":\"NONE\"}",
        "{\"chunks\":[]}",
        "{\"chunks\":null}",
        HEAD + "[]}",
        HEAD + "null}"
      })
  void takesAListingWithoutChunks(String json) throws Exception {
    assertThat(parse(json).chunks()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "-0",
        "1e300",
        "5.0",
        "5e0",
        "9223372036854775808",
        "-9223372036854775809",
        "\"5\"",
        "true",
        "[5]",
        "{}",
        "NaN",
        "99999999999999999999999999999999999999"
      })
  void refusesALengthThatIsNone(String length) {
    String json = HEAD + "[" + CHUNK + ",{\"url\":\"https://b/?secret\",\"len\":" + length + "}]}";
    if (length.equals("NaN")) {
      assertNotJson(json);
    } else {
      assertMalformed(json, "len of chunk 2");
    }
  }

  @Test
  void refusesAChunkThatLacksSomething() {
    assertMalformed(HEAD + "[{\"url\":\"https://secret\"}]}", "chunk 1 has no len");
    assertMalformed(HEAD + "[{\"url\":\"https://secret\",\"len\":null}]}", "len of chunk 1");
    assertMalformed(HEAD + "[" + CHUNK + ",{\"len\":5}]}", "chunk 2 has no url");
    assertMalformed(HEAD + "[{\"url\":null,\"len\":5}]}", "chunk 1 has no url");
    assertMalformed(HEAD + "[{\"url\":\"\",\"len\":5}]}", "chunk 1 has no url");
    assertMalformed(HEAD + "[{\"url\":5,\"len\":5}]}", "url of chunk 1");
    assertMalformed(HEAD + "[{\"url\":{\"a\":\"secret\"},\"len\":5}]}", "url of chunk 1");
    assertMalformed(HEAD + "[null]}", "chunk 1 is not an object");
    assertMalformed(HEAD + "[\"https://secret\"]}", "chunk 1 is not an object");
    assertMalformed(HEAD + "{\"0\":" + CHUNK + "}}", "chunks is not an array");
    assertMalformed(HEAD + "\"secret\"}", "chunks is not an array");
  }

  @Test
  void refusesAFieldThatStandsTwice() {
    assertMalformed(
        HEAD + "[{\"url\":\"secret\",\"len\":5,\"url\":\"b\"}]}", "url of chunk 1 twice");
    assertMalformed(HEAD + "[{\"url\":\"secret\",\"len\":5,\"len\":5}]}", "len of chunk 1 twice");
    assertMalformed(HEAD + "[" + CHUNK + "],\"chunks\":[]}", "chunks twice");
    assertMalformed(HEAD + "[],\"compression_type\":\"NONE\"}", "compression_type twice");
    assertMalformed(HEAD + "[],\"encrypt_info\":null}", "encrypt_info twice");
    assertMalformed(HEAD + "[],\"wrapped_key\":\"secret\"}", "two different wrapped keys");
  }

  @Test
  void doesNotTakeEveryJsonObjectForAnEmptyFile() {
    assertMalformed("{}", "none of the fields of a listing");
    assertMalformed("{\"error\":\"secret\",\"status\":200}", "none of the fields");
  }

  @Test
  void refusesAListingThatContradictsItself() {
    String noKey = "{\"encrypt_info\":{\"data_encrypted\":true},\"compression_type\":\"NONE\"";
    assertMalformed(noKey + ",\"chunks\":[" + CHUNK + "]}", "no wrapped key");
    assertMalformed("{\"chunks\":[" + CHUNK + "]}", "how the blocks are compressed");
    assertMalformed("{\"compression_type\":\"secret\"}", "compression type");
    assertMalformed("{\"compression_type\":5}", "compression_type");
    assertMalformed("{\"encrypt_info\":\"secret\"}", "encrypt_info");
    assertMalformed("{\"encrypt_info\":{\"data_encrypted\":\"secret\"}}", "data_encrypted");
    assertMalformed("{\"wrapped_key\":[\"secret\"]}", "wrapped_key");
    String half = "{\"url\":\"https://s.example/1?sig=secret\",\"len\":4611686018427387904}";
    assertMalformed(HEAD + "[" + half + "," + half + "]}", "add up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "null",
        "[]",
        "\"secret\"",
        "secret",
        "5",
        HEAD,
        HEAD + "[",
        HEAD + "[{\"url\":\"https://secret",
        HEAD + "[" + CHUNK,
        HEAD + "[" + CHUNK + "]",
        HEAD + "[" + CHUNK + "]} secret",
        HEAD + "[" + CHUNK + "]}{}",
        HEAD + "[" + CHUNK + "]}]",
        "{\"chunks\":secret}",
        "{secret:1}",
        "{'chunks':[]}",
        "{\"chunks\":[],}",
        "{\"chunks\":[1,]}",
        "{\"a\":\"\u0001secret\"}",
      })
  void refusesWhatIsNotOneWholeJsonObject(String json) {
    if (json.contains("[1,]")) {
      assertMalformed(json, "chunk 1");
    } else {
      assertNotJson(json);
    }
  }

  @Test
  void doesNotFollowDeepNesting() {
    assertNotJson("{\"a\":" + "[".repeat(100_000));
    assertNotJson("{\"a\":" + "{\"a\":".repeat(100_000));
  }

  @Test
  void doesNotTakeHugeNumbersNamesOrTexts() {
    String big = "9".repeat(2_000_000);
    assertNotJson("{\"chunks\":[{\"len\":" + big + "}]}");
    assertNotJson("{\"" + big + "\":1}");
    assertNotJson("{\"wrapped_key\":\"" + big + "\"}");
    assertNotJson(HEAD + "[{\"len\":5,\"url\":\"" + big + "\"}]}");
  }

  @Test
  void skipsAHugeTextThatItDoesNotKnow() throws Exception {
    assertThat(parse("{\"a\":\"" + "9".repeat(5_000_000) + "\",\"chunks\":[]}").chunks()).isZero();
  }

  @Test
  void survivesVeryManyDifferentNames() throws Exception {
    Stream<String> fields = IntStream.range(0, 200_000).mapToObj(i -> "\"name" + i + "\":0,");
    assertThat(parse(stream("{", fields, "\"chunks\":[]}")).chunks()).isZero();
  }

  @Test
  void refusesMoreChunksOrBytesThanItsLimits() {
    ListingFormat small = new ListingFormat(new ListingLimits(2, 2000));
    assertThatThrownBy(
            () ->
                small.parse(
                    7, stream(HEAD + "[", Stream.of(CHUNK, ",", CHUNK, ",", CHUNK), "]}"), null))
        .isInstanceOf(MalformedListingException.class)
        .hasMessageContaining("more than 2 chunks");
    assertThatThrownBy(
            () ->
                small.parse(
                    7, stream("{\"a\":\"", Stream.generate(() -> "x").limit(100_000), "\"}"), null))
        .isInstanceOf(ListingSyntaxException.class);
  }

  @Test
  void readsAMillionChunks() throws Exception {
    Stream<String> chunks =
        IntStream.rangeClosed(1, 1_000_000)
            .mapToObj(i -> "{\"url\":\"https://s.example/" + i + "\",\"len\":" + i + "},");
    BlockListing listing = parse(stream(HEAD + "[", chunks, CHUNK + "]}"));

    assertThat(listing.chunks()).isEqualTo(1_000_001);
    assertThat(listing.lengths()[999_999]).isEqualTo(1_000_000);
    assertThat(listing.url(999_999)).isEqualTo("https://s.example/1000000");
  }

  @Test
  void keepsAHundredThousandChunksInAQuarterOfTheirText() throws Exception {
    List<String> urls = CompactUrlsTest.signed(5000);
    Stream<String> chunks =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "{\"url\":\"" + urls.get(i % 5000) + "\",\"len\":4194304},");
    BlockListing listing = parse(stream(HEAD + "[", chunks, CHUNK + "]}"));

    assertThat(listing.url(99_999)).isEqualTo(urls.get(4999));
    assertThat(listing.weight()).isLessThan(15_000_000);
  }

  /** Text that is made as it is read. */
  private static InputStream stream(String head, Stream<String> middle, String tail) {
    Iterator<InputStream> parts =
        Stream.of(Stream.of(head), middle, Stream.of(tail))
            .flatMap(part -> part)
            .map(
                text ->
                    (InputStream) new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
            .iterator();
    return new SequenceInputStream(
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return parts.next();
          }
        });
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    byte[] whole =
        (HEAD + "[" + String.join(",", Collections.nCopies(3, CHUNK)) + "],\"x\":[1,{\"y\":null}]}")
            .getBytes(StandardCharsets.UTF_8);
    Arbitrary<Integer> position = Arbitraries.integers().between(0, whole.length - 1);
    return position.flatMap(
        at ->
            Arbitraries.bytes()
                .flatMap(
                    value ->
                        Arbitraries.of(0, 1, 2)
                            .map(
                                kind -> {
                                  if (kind == 0) {
                                    return Arrays.copyOf(whole, at);
                                  }
                                  byte[] copy = whole.clone();
                                  copy[at] = value;
                                  return kind == 1
                                      ? copy
                                      : Arrays.copyOfRange(copy, at, whole.length);
                                })));
  }

  @Property(tries = 3000)
  void endsAsAListingOrAsATypedError(@ForAll("damaged") byte[] json) {
    try {
      BlockListing listing = parse(new ByteArrayInputStream(json));
      for (int i = 0; i < listing.chunks(); i++) {
        assertThat(listing.url(i)).isNotEmpty();
        assertThat(listing.lengths()[i]).isPositive();
      }
    } catch (MalformedListingException | ListingSyntaxException e) {
      assertThat(e.getMessage()).doesNotContain("secret");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
