// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.store.ObjectStore;
import io.directio.emulator.store.Shelf;
import io.directio.emulator.store.UrlSigner;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Where objects are: spreads them over the storage hosts, each with a bucket of its own. */
final class StorageHosts {
  private final Supplier<List<URI>> endpoints;
  private final UrlSigner signer;

  StorageHosts(Supplier<List<URI>> endpoints, UrlSigner signer) {
    this.endpoints = endpoints;
    this.signer = signer;
  }

  String url(int object, long fileId, int block, Instant at, Duration lifetime) {
    List<URI> all = endpoints.get();
    int host = object % all.size();
    return signer.sign(
        all.get(host),
        ObjectStore.bucket(host),
        Shelf.key(object),
        fileId + "." + block,
        at,
        lifetime);
  }
}
