// SPDX-License-Identifier: Apache-2.0
package io.directio.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves names, and refuses what they must not resolve to. A policy that only sees names can't
 * know that {@code storage.example.com} points to the metadata service; here the very addresses
 * that the connection will use are checked, so there is no gap for a second, different answer.
 */
final class GuardedResolver implements DnsResolver {

  /** A name resolves to an address that must not be asked. */
  static final class RefusedAddressException extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    RefusedAddressException(String message) {
      super(message);
    }
  }

  private final DnsResolver resolver;

  GuardedResolver(DnsResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = resolver.resolve(host);
    if (addresses == null || addresses.length == 0) {
      throw new UnknownHostException(host);
    }
    boolean mustBeLocal = HostPolicy.isLocalName(host.toLowerCase(Locale.ROOT));
    for (InetAddress address : addresses) {
      if (ReservedAddresses.contain(address)) {
        throw new RefusedAddressException(
            host + " resolves to a link-local or metadata address, which is never asked");
      }
      if (mustBeLocal && !address.isLoopbackAddress()) {
        throw new RefusedAddressException(host + " resolves to another machine");
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) throws UnknownHostException {
    return resolver.resolveCanonicalHostname(host);
  }
}
