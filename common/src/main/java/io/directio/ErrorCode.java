// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.util.Locale;

/**
 * The kinds of failure, as a manifest, a dead letter and a metric name them. The names are part of
 * the output format: they are never changed, only added to.
 */
public enum ErrorCode {
  /** The portal does not know the file, or it has been deleted. */
  NOT_FOUND,
  /** The portal refused the credentials. */
  UNAUTHORIZED,
  /** Not all blocks of the file are on a storage node in Direct Mode. */
  NOT_IN_DIRECT_MODE,
  /** The portal called the request invalid. */
  INVALID_REQUEST,
  /** The portal lists no blocks for a file that is not empty. */
  NO_BLOCKS,
  /** The portal's answer is not a listing, or one that contradicts itself. */
  MALFORMED_LISTING,
  /** The portal answered with an error of its own, or with something that is not the API. */
  PORTAL_UNAVAILABLE,
  /** The portal could not be reached, or closed the connection. */
  PORTAL_CONNECTION,
  /** The portal did not answer in time. */
  PORTAL_TIMEOUT,
  /** The file's key could not be unwrapped: most likely a wrong secret access key. */
  KEY,
  /** The file changed while it was read. */
  FILE_CHANGED,
  /** The blocks do not add up to the size that the file is known to have. */
  SIZE_MISMATCH,
  /** A block's URL points to where it must not. */
  URL_REFUSED,
  /** The storage refused a block or does not have it. */
  BLOCK_DOWNLOAD,
  /** The storage did not deliver a block in time. */
  BLOCK_TIMEOUT,
  /** The storage could not be reached, or cut the connection. */
  BLOCK_CONNECTION,
  /** A block can't be decrypted. */
  BLOCK_DECRYPT,
  /** A block can't be decompressed. */
  BLOCK_DECOMPRESS,
  /** A block does not have the length that was listed. */
  BLOCK_VALIDATION,
  /** A server's certificate is not trusted, or ours is not accepted. */
  TLS,
  /** The requested range starts past the end of the file. */
  RANGE,
  /** The requested block does not exist. */
  NO_SUCH_BLOCK,
  /** A file can't be stored under its name. */
  UNSAFE_PATH,
  /** Two files would be stored under one name. */
  PATH_COLLISION,
  /** The destination could not be written. */
  DESTINATION,
  /** What the destination holds is not what was written to it. */
  DESTINATION_CORRUPT,
  /** A stream broke off; the cause says why. */
  STREAM,
  /** A position in the stream of events is of no use any more. */
  CURSOR_REJECTED,
  /** A file is larger than what was to be read. */
  TOO_LARGE,
  /** The file is larger than the free space of the destination; nothing of it was written. */
  NO_SPACE;

  /** The code as it stands in a manifest: lower case, with hyphens. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The code of a text.
   *
   * @throws IllegalArgumentException if there is no such code
   */
  public static ErrorCode ofText(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * Whether every other file would fail for the same reason, so that the whole work must stop
   * instead of writing off one file after the other.
   */
  public boolean isFatal() {
    return this == UNAUTHORIZED || this == KEY || this == TLS;
  }

  /**
   * Whether only the file at hand fails, and others are worth going on with. Otherwise something is
   * in trouble that they all need: the portal's trust, or the destination, which may work again
   * when the operator has helped.
   */
  public boolean concernsOneFile() {
    return !isFatal() && this != DESTINATION;
  }

  /**
   * Whether the same file may well succeed later, so that what is there of it is worth keeping for
   * the next attempt.
   */
  public boolean isTemporary() {
    return switch (this) {
      case PORTAL_UNAVAILABLE,
          PORTAL_CONNECTION,
          PORTAL_TIMEOUT,
          BLOCK_DOWNLOAD,
          BLOCK_TIMEOUT,
          BLOCK_CONNECTION,
          UNAUTHORIZED,
          KEY,
          TLS,
          URL_REFUSED,
          DESTINATION,
          NO_SPACE,
          STREAM ->
          true;
      default -> false;
    };
  }
}
