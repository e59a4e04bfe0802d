// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

/** Which side of a portal is logged in to. */
public enum PortalContext {
  /** The global administration, with the events of every tenant that the user may see. */
  ADMIN("admin"),
  /** A team portal. */
  SERVICES_PORTAL("ServicesPortal");

  private final String path;

  PortalContext(String path) {
    this.path = path;
  }

  /** What stands in front of the API's paths. */
  public String path() {
    return path;
  }
}
