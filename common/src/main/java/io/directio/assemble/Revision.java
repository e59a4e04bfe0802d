// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.FileRef;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Which state of a file something is about, so that what comes late or again can be told from what
 * is new.
 *
 * @param version the version as an event told it ({@code gvsn}), or {@link FileRef#UNKNOWN}
 * @param modified when the portal changed the file, in whole milliseconds; or null
 */
public record Revision(long version, Instant modified) {

  /** Nobody has told. */
  public static final Revision UNKNOWN = new Revision(FileRef.UNKNOWN, null);

  /** What is known of a file. */
  public static Revision of(FileRef file) {
    Instant modified = file.details().modified();
    return new Revision(
        file.version(), modified == null ? null : modified.truncatedTo(ChronoUnit.MILLIS));
  }

  /** Whether this is certainly later than another of the same file; versions are what counts. */
  public boolean isAfter(Revision other) {
    return haveVersions(other)
        ? version > other.version
        : haveTimes(other) && modified.isAfter(other.modified);
  }

  /** Whether this is certainly not earlier than another of the same file. */
  public boolean isSince(Revision other) {
    return haveVersions(other)
        ? version >= other.version
        : haveTimes(other) && !modified.isBefore(other.modified);
  }

  /**
   * Whether this is certainly later than one of another file. Times are what counts: nobody
   * promises that the versions of different files can be compared.
   */
  public boolean isAfterThatOfAnotherFile(Revision other) {
    return haveTimes(other) && modified.isAfter(other.modified);
  }

  private boolean haveVersions(Revision other) {
    return version != FileRef.UNKNOWN && other.version != FileRef.UNKNOWN;
  }

  private boolean haveTimes(Revision other) {
    return modified != null && other.modified != null;
  }
}
