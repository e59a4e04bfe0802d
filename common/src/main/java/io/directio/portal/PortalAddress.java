// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.http.HostPolicy;
import java.net.URI;
import java.util.Optional;

/** What stands in front of every path of a portal's API. */
final class PortalAddress {

  private PortalAddress() {}

  /**
   * The address without slashes at its end.
   *
   * @throws IllegalArgumentException if it has a query or a fragment
   */
  static String base(URI portal) {
    if (portal.getRawQuery() != null || portal.getRawFragment() != null) {
      throw new IllegalArgumentException("The portal's address can't have a query or fragment");
    }
    return portal.toString().replaceAll("/+$", "");
  }

  /**
   * @throws IllegalArgumentException if the address must not be asked
   */
  static void check(String base, HostPolicy policy) {
    Optional<String> refusal = policy.refusal(base + "/");
    if (refusal.isPresent()) {
      throw new IllegalArgumentException("Portal: " + refusal.get());
    }
  }
}
