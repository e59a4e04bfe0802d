// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The manifests of exports. While an export runs, each committed batch is a segment of its own,
 * which replaces itself when the batch is committed again. When it has ended, the segments are
 * merged into one manifest, with one row for each file, by ascending id, and are gone.
 *
 * <p>The merge takes in what an earlier one has made, so that it can be repeated at any time, also
 * after an export was rewound to an old savepoint.
 *
 * <p><b>Threading:</b> any number of writers, as long as their segments have different names; one
 * that finishes, when nobody writes any more.
 */
public interface Manifests {

  /** Takes the rows of a merged manifest. */
  interface Rows {
    void row(ManifestEntry row) throws IOException;
  }

  /**
   * Writes a segment, durably.
   *
   * @param run the export
   * @param segment the segment's name; the rows of later names are newer
   * @throws DestinationException if it can't be written
   */
  void write(String run, String segment, Collection<ManifestEntry> rows)
      throws DestinationException;

  /**
   * Merges the segments of an export. Segments are newer the later their names are.
   *
   * @param rows takes each row of the merged manifest
   * @throws IOException if a segment can't be read or the manifest can't be written, and what
   *     {@code rows} throws
   */
  void finish(String run, Rows rows) throws IOException;

  /**
   * The exports that have ended and whose manifests are there, by their names, in the order of
   * these.
   *
   * @throws DestinationException if it can't be told
   */
  List<String> runs() throws DestinationException;

  /**
   * Merges the segments of exports that have ended without doing it themselves, because they were
   * cancelled or have failed. Does no harm to one that goes on.
   *
   * @param quietSince an export that has written a segment since then is left alone
   * @throws IOException as {@link #finish} does
   */
  void finishAbandoned(Instant quietSince) throws IOException;

  /** Where the manifest of an export is once it has ended: a path, or an address. */
  String location(String run);

  /**
   * Copies the manifest of an export that has ended.
   *
   * @param into a file that is not there yet
   * @throws IOException if there is none, or the copy can't be written
   */
  void copy(String run, Path into) throws IOException;
}
