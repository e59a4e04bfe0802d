// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import java.util.Objects;

/**
 * A cloud drive folder.
 *
 * @param id what the Notification Service calls it by
 * @param name its name; several users can have folders of one name
 */
public record CloudFolder(long id, String name) {
  public CloudFolder {
    Objects.requireNonNull(name, "name");
  }
}
