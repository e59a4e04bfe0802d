// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.store.ObjectStore;
import io.directio.emulator.store.Shelf;
import io.directio.emulator.store.UrlSigner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where objects are: spreads them over the storage hosts, each with a bucket of its own.
 *
 * <p><em>Threading:</em> immutable; may be used by many threads at once.
 */
final class StorageHosts {
  private final List<URI> endpoints;
  private final UrlSigner signer;

  StorageHosts(List<URI> endpoints, UrlSigner signer) {
    this.endpoints = List.copyOf(endpoints);
    this.signer = signer;
  }

  List<URI> endpoints() {
    return endpoints;
  }

  /** The URL of a block of a file that is stored in this object. */
  String url(int object, long fileId, int block, Instant at, Duration lifetime) {
    int host = object % endpoints.size();
    return signer.sign(
        endpoints.get(host),
        ObjectStore.bucket(host),
        Shelf.key(object),
        fileId + "." + block,
        at,
        lifetime);
  }

  /**
   * Signs a request target that was signed at another time anew.
   *
   * @return the new target; empty when the old signature isn't right
   */
  Optional<String> resign(int host, String target, Instant at, Duration lifetime) {
    return signer.resign(endpoints.get(host), target, at, lifetime);
  }
}
