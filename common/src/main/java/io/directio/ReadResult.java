// SPDX-License-Identifier: Apache-2.0
package io.directio;

/**
 * What reading gives, in-band: mostly {@link Block blocks}; a {@link StoredRange} where the
 * destination turned out to hold bytes already; a {@link ManifestEntry} for a file that is finished
 * without being assembled, because it failed or was skipped; and, if asked for, a {@link
 * FileDeletion} for a file that is gone.
 */
public sealed interface ReadResult permits Block, StoredRange, ManifestEntry, FileDeletion {

  /** The portal's id of the file that this is about. */
  long fileId();
}
