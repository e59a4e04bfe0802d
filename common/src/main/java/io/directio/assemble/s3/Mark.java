// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.FileMetadata;
import io.directio.assemble.CompletedFile;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a published object remembers, in its metadata {@code directio}: which file of the portal it
 * is, in which version, and its digest.
 *
 * <p>As text: {@code 1:ID:FINGERPRINT:SIZE:CRC32C}, where 1 is the version of the format,
 * fingerprint and digest are hexadecimal.
 */
record Mark(long fileId, long fingerprint, long size, int crc32c) {

  private static final String NAME = "directio";
  private static final Pattern TEXT =
      Pattern.compile("1:(-?\\d{1,19}):([0-9a-f]{16}):(\\d{1,19}):([0-9a-f]{8})");

  static Mark of(CompletedFile completed) {
    FileMetadata file = completed.file();
    return new Mark(file.file().fileId(), file.fingerprint(), file.size(), completed.crc32c());
  }

  /** Whether it is the mark of this version of this file. */
  boolean isOf(FileMetadata file) {
    return fileId == file.file().fileId()
        && fingerprint == file.fingerprint()
        && size == file.size();
  }

  Map<String, String> toMetadata() {
    return Map.of(NAME, String.format("1:%d:%016x:%d:%08x", fileId, fingerprint, size, crc32c));
  }

  /** The mark in an object's metadata; none if we haven't published it, or a later release has. */
  static Optional<Mark> parse(Map<String, String> metadata) {
    Matcher text = TEXT.matcher(metadata.getOrDefault(NAME, ""));
    if (!text.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Mark(
              Long.parseLong(text.group(1)),
              Long.parseUnsignedLong(text.group(2), 16),
              Long.parseLong(text.group(3)),
              Integer.parseUnsignedInt(text.group(4), 16)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
