// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.time.Instant;

/**
 * What an event of the Notification Service told of a file beside its id, path, size and version.
 * Everything may be null: not told. Immutable; all records of a file share one.
 *
 * @param guid identifies the file for as long as it exists, whatever it is called
 * @param fileTimestamp when its content was last changed, as its file system had it
 * @param modified when the portal last changed anything of it
 * @param acl its access rules as SDDL
 */
public record FileDetails(String guid, Instant fileTimestamp, Instant modified, String acl)
    implements Serializable {

  /** Nothing was told, as of a file that is known by its id alone. */
  public static final FileDetails NONE = new FileDetails(null, null, null, null);

  private static final long serialVersionUID = 1L;
}
