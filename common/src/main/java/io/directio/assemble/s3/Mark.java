// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a published object remembers, in its metadata {@code directio}: which file of the portal it
 * is, in which version, its digest, and the revision that an event told.
 *
 * <p>As text: {@code 2:ID:FINGERPRINT:SIZE:CRC32C:VERSION:MODIFIED}, where 2 is the version of the
 * format, fingerprint and digest are hexadecimal, and version and modified (in milliseconds since
 * 1970) are empty if nobody told them. The first format had neither.
 */
record Mark(long fileId, long fingerprint, long size, int crc32c, Revision revision) {

  private static final String NAME = "directio";
  private static final Pattern TEXT =
      Pattern.compile(
          "[12]:(-?\\d{1,19}):([0-9a-f]{16}):(\\d{1,19}):([0-9a-f]{8})"
              + "(?::(\\d{0,19}):(-?\\d{1,19})?)?");

  static Mark of(CompletedFile completed) {
    FileMetadata file = completed.file();
    return new Mark(
        file.file().fileId(),
        file.fingerprint(),
        file.size(),
        completed.crc32c(),
        Revision.of(file.file()));
  }

  /** Whether it is the mark of this version of this file. */
  boolean isOf(FileMetadata file) {
    return fileId == file.file().fileId()
        && fingerprint == file.fingerprint()
        && size == file.size();
  }

  /** Whether it is the mark of this version of this file, with these bytes. */
  boolean isOf(CompletedFile completed) {
    return isOf(completed.file()) && crc32c == completed.crc32c();
  }

  Map<String, String> toMetadata() {
    String version = revision.version() == FileRef.UNKNOWN ? "" : "" + revision.version();
    String modified = revision.modified() == null ? "" : "" + revision.modified().toEpochMilli();
    return Map.of(
        NAME,
        String.format(
            "2:%d:%016x:%d:%08x:%s:%s", fileId, fingerprint, size, crc32c, version, modified));
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
              Integer.parseUnsignedInt(text.group(4), 16),
              revision(text.group(5), text.group(6))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Revision revision(String version, String modified) {
    return new Revision(
        version == null || version.isEmpty() ? FileRef.UNKNOWN : Long.parseLong(version),
        modified == null ? null : Instant.ofEpochMilli(Long.parseLong(modified)));
  }
}
