// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.util.Objects;

/**
 * One step of the way from the root to a file or folder.
 *
 * @param name its name; not trusted
 * @param guid its guid, or null if the portal didn't tell
 */
public record Ancestor(String name, String guid) {
  public Ancestor {
    Objects.requireNonNull(name, "name");
  }
}
