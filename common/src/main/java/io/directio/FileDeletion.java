// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.util.Objects;

/**
 * The portal's file is gone: it was deleted, or is not wanted any more. Told instead of a file's
 * blocks, by sources that were asked for deletions.
 *
 * @param file the file, with what the event told of it: always a {@linkplain FileDetails#guid()
 *     guid}, but perhaps neither an id nor a path, which is empty then
 */
public record FileDeletion(FileRef file) implements ReadResult, Serializable {

  private static final long serialVersionUID = 1L;

  public FileDeletion {
    Objects.requireNonNull(file.details().guid(), "guid");
  }

  /** The guid of the file. */
  public String guid() {
    return file.details().guid();
  }

  /** The portal's id of the file, or {@link FileRef#UNKNOWN}. */
  @Override
  public long fileId() {
    return file.fileId();
  }
}
