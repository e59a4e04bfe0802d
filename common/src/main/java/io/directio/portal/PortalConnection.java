// SPDX-License-Identifier: Apache-2.0
package io.directio.portal;

import io.directio.http.HttpOptions;
import io.directio.http.RetryPolicy;
import java.io.Serializable;
import java.net.URI;
import java.util.Objects;

/**
 * How a portal is reached. Holds no secret: credentials are named by their source and resolved
 * where they are used. Immutable.
 *
 * @param portal the portal, such as {@code https://tenant.ctera.com}
 * @param credentials where the credentials come from
 * @param http connections to it
 * @param retries attempts and pauses, for each call
 * @param allowHttp whether it may be asked by plain http on another machine
 * @param maxRequestsPerSecond requests a second, at most, shared in this JVM with all who state the
 *     same limit for this portal; 0: as many as can
 */
public record PortalConnection(
    URI portal,
    CredentialsSource credentials,
    HttpOptions http,
    RetryPolicy retries,
    boolean allowHttp,
    double maxRequestsPerSecond)
    implements Serializable {

  public PortalConnection {
    Objects.requireNonNull(portal, "portal");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(http, "http");
    Objects.requireNonNull(retries, "retries");
  }

  /** A portal with credentials of the environment, and the defaults for the rest. */
  public static PortalConnection of(URI portal) {
    return new PortalConnection(
        portal,
        CredentialsSource.environment(),
        HttpOptions.defaults(),
        RetryPolicy.DEFAULT,
        false,
        0);
  }

  /** The same with credentials from elsewhere. */
  public PortalConnection withCredentials(CredentialsSource source) {
    return new PortalConnection(portal, source, http, retries, allowHttp, maxRequestsPerSecond);
  }

  /** Of the source of the credentials only its type: one that holds them could print them. */
  @Override
  public String toString() {
    return "PortalConnection[portal="
        + portal.getHost()
        + ", credentials="
        + credentials.getClass().getSimpleName()
        + "]";
  }
}
