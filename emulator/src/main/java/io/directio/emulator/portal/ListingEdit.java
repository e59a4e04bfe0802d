// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.portal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What a listing shows in place of the truth. Blocks are numbered from 1.
 *
 * <p><em>Threading:</em> built by one thread before it is used by others.
 */
public final class ListingEdit {
  private final Map<Integer, String> urls = new HashMap<>();
  private final Map<Integer, Optional<String>> lengths = new HashMap<>();
  private UnaryOperator<String> everyUrl = UnaryOperator.identity();
  private Optional<String> chunks = Optional.empty();
  private OptionalInt blocks = OptionalInt.empty();
  private Optional<String> key = Optional.empty();
  private Optional<String> compression = Optional.empty();
  private Optional<Boolean> encrypted = Optional.empty();
  private Optional<Boolean> legacy = Optional.empty();
  private Optional<Duration> lifetime = Optional.empty();
  private Duration age = Duration.ZERO;
  private boolean unknownFields;

  /** Another URL for a block. */
  public ListingEdit url(int block, String url) {
    return urlJson(block, '"' + url + '"');
  }

  /** {@code null} for the URL of a block. */
  public ListingEdit nullUrl(int block) {
    return urlJson(block, "null");
  }

  /** This JSON value for the URL of a block. */
  public ListingEdit urlJson(int block, String json) {
    urls.put(block, json);
    return this;
  }

  /** Every URL is changed so: another host, another scheme, user info. */
  public ListingEdit mapUrls(UnaryOperator<String> change) {
    everyUrl = change;
    return this;
  }

  /** Another length for a block: zero, negative, huge. */
  public ListingEdit length(int block, long length) {
    return lengthJson(block, Long.toString(length));
  }

  /** This JSON value for the length of a block. */
  public ListingEdit lengthJson(int block, String json) {
    lengths.put(block, Optional.of(json));
    return this;
  }

  /** No {@code len} for a block. */
  public ListingEdit withoutLength(int block) {
    lengths.put(block, Optional.empty());
    return this;
  }

  /** So many blocks: fewer than there are, or more, which repeat from the first. */
  public ListingEdit blocks(int count) {
    blocks = OptionalInt.of(count);
    return this;
  }

  /** {@code "chunks": []}. */
  public ListingEdit noBlocks() {
    return chunksJson("[]");
  }

  /** {@code "chunks": null}. */
  public ListingEdit nullBlocks() {
    return chunksJson("null");
  }

  /** This JSON value for {@code chunks}. */
  public ListingEdit chunksJson(String json) {
    chunks = Optional.of(json);
    return this;
  }

  /** Another wrapped key. */
  public ListingEdit wrappedKey(String base64) {
    return wrappedKeyJson('"' + base64 + '"');
  }

  /** This JSON value for the wrapped key. */
  public ListingEdit wrappedKeyJson(String json) {
    key = Optional.of(json);
    return this;
  }

  /** Another {@code compression_type}. */
  public ListingEdit compression(String type) {
    compression = Optional.of(type);
    return this;
  }

  /** Another {@code data_encrypted}. */
  public ListingEdit encrypted(boolean flag) {
    encrypted = Optional.of(flag);
    return this;
  }

  /** The shape of portals before 8.3. */
  public ListingEdit legacy() {
    legacy = Optional.of(true);
    return this;
  }

  /** URLs valid for so long, in whole seconds from 1. */
  public ListingEdit urlTtl(Duration time) {
    lifetime = Optional.of(time);
    return this;
  }

  /** URLs that were signed so long ago: expired, if that is longer than their lifetime. */
  public ListingEdit signedAgo(Duration time) {
    age = time;
    return this;
  }

  /** Fields that nobody knows, of every JSON type, everywhere. */
  public ListingEdit unknownFields() {
    unknownFields = true;
    return this;
  }

  Optional<String> urlJson(int block) {
    return Optional.ofNullable(urls.get(block));
  }

  String changed(String url) {
    return everyUrl.apply(url);
  }

  /** Absent = the truth; empty inside = no length. */
  Optional<Optional<String>> lengthJson(int block) {
    return Optional.ofNullable(lengths.get(block));
  }

  Optional<String> chunks() {
    return chunks;
  }

  OptionalInt blocks() {
    return blocks;
  }

  Optional<String> key() {
    return key;
  }

  Optional<String> compression() {
    return compression;
  }

  Optional<Boolean> encrypted() {
    return encrypted;
  }

  Optional<Boolean> legacyShape() {
    return legacy;
  }

  Optional<Duration> lifetime() {
    return lifetime;
  }

  Duration age() {
    return age;
  }

  boolean hasUnknownFields() {
    return unknownFields;
  }
}
