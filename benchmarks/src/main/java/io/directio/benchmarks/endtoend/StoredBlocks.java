// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.FileRef;
import io.directio.SecretBearing;
import io.directio.codec.BlockDecoder;
import io.directio.codec.BlockFormat;
import io.directio.http.HttpOptions;
import io.directio.http.HttpTransport;
import io.directio.portal.BlockListing;
import io.directio.portal.Credentials;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalClient;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** All blocks of a job as the portal lists them, for those who read them without the core. */
@SecretBearing
final class StoredBlocks {

  private StoredBlocks() {}

  /**
   * One of them.
   *
   * @param url where its object is
   * @param key the bytes of its file's key
   * @param length plain bytes
   * @param longest bytes of the largest object that it can be
   */
  @SecretBearing
  record StoredBlock(String url, byte[] key, int length, int longest) {

    @Override
    public String toString() {
      return "Block of " + length + " bytes";
    }
  }

  static List<StoredBlock> list(Job job) throws IOException, GeneralSecurityException {
    List<StoredBlock> blocks = new ArrayList<>();
    try (HttpTransport transport = HttpTransport.open(HttpOptions.defaults())) {
      CredentialsSource source = CredentialsSource.environment();
      PortalClient portal = PortalClient.builder(job.portal(), transport, source).build();
      for (FileRef file : job.refs()) {
        add(portal.list(file), source.resolve(), blocks);
      }
    }
    return blocks;
  }

  private static void add(BlockListing listing, Credentials credentials, List<StoredBlock> blocks)
      throws GeneralSecurityException {
    byte[] key =
        WrappedKey.unwrap(
            credentials.secretAccessKey().orElseThrow(), listing.wrappedKey().orElseThrow());
    BlockFormat format = new BlockFormat(true, listing.compression(), false);
    long[] lengths = listing.lengths();
    for (int i = 0; i < lengths.length; i++) {
      int length = (int) lengths[i];
      blocks.add(
          new StoredBlock(
              listing.url(i), key, length, BlockDecoder.maxObjectLength(format, length)));
    }
  }
}
