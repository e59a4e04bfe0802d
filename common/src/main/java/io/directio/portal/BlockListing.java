// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.Compression;
import io.directio.SecretBearing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the portal answered when it was asked for the blocks of a file: the length and the signed
 * URL of each chunk, and what is needed to decode them. Everything in it has been checked for
 * itself: lengths are positive and their sum fits a long, each chunk has a URL. Whether a URL may
 * be asked has not.
 *
 * <p>Secret: it holds signed URLs and the wrapped key. Not serialisable; {@code toString} shows
 * counts.
 *
 * <p><b>Threading:</b> every method is safe.
 */
@SecretBearing
public final class BlockListing {

  private final long fileId;
  private final boolean encrypted;
  private final String wrappedKey;
  private final Compression compression;
  private final long[] lengths;
  private final CompactUrls urls;
  private final Instant serverTime;

  BlockListing(
      long fileId,
      boolean encrypted,
      String wrappedKey,
      Compression compression,
      long[] lengths,
      CompactUrls urls,
      Instant serverTime) {
    this.fileId = fileId;
    this.encrypted = encrypted;
    this.wrappedKey = wrappedKey;
    this.compression = Objects.requireNonNull(compression, "compression");
    this.lengths = lengths;
    this.urls = urls;
    this.serverTime = serverTime;
  }

  /** The file that was listed. */
  public long fileId() {
    return fileId;
  }

  /** Whether the blocks are encrypted. */
  public boolean encrypted() {
    return encrypted;
  }

  /** The file's key, wrapped, in Base64; there whenever an encrypted file has chunks. */
  public Optional<String> wrappedKey() {
    return Optional.ofNullable(wrappedKey);
  }

  /** How the blocks are compressed. */
  public Compression compression() {
    return compression;
  }

  /** Number of chunks; 0 for an empty file. */
  public int chunks() {
    return lengths.length;
  }

  /** The lengths of the chunks in bytes, decrypted and decompressed, in order; a copy. */
  public long[] lengths() {
    return lengths.clone();
  }

  /**
   * The signed URL of a chunk: a secret that expires.
   *
   * @param chunk index of the chunk, from 0
   */
  public String url(int chunk) {
    return urls.get(chunk);
  }

  /** Bytes of memory that the listing takes, roughly. */
  public long weight() {
    return 128L + Long.BYTES * (long) lengths.length + urls.weight();
  }

  /** The portal's own time when it answered, if it told. */
  public Optional<Instant> serverTime() {
    return Optional.ofNullable(serverTime);
  }

  @Override
  public String toString() {
    return "Listing of file "
        + fileId
        + " ("
        + lengths.length
        + " chunks, "
        + compression
        + (encrypted ? ", encrypted)" : ", not encrypted)");
  }
}
