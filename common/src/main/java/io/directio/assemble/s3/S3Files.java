// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.assemble.ExportedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The objects that exports have published. A digest that the store has computed of the whole object
 * is taken from there, and costs no more than a {@code HEAD}; where there is none the object is
 * read.
 */
final class S3Files implements ExportedFiles {

  private static final int PIECE = 64 << 10;

  private final Bucket bucket;
  private final Keys keys;
  private final String url;

  S3Files(Bucket bucket, Keys keys, String url) {
    this.bucket = bucket;
    this.keys = keys;
    this.url = url;
  }

  @Override
  public Optional<Found> find(String path) throws DestinationException {
    String key = keys.prefix() + path;
    try {
      return bucket.headWithDigest(key).map(digested -> new S3Object(key, digested));
    } catch (SdkException e) {
      throw Trouble.of(url + path, "it could not be read", e);
    }
  }

  private final class S3Object implements Found {
    private final String key;
    private final Bucket.Digested digested;

    S3Object(String key, Bucket.Digested digested) {
      this.key = key;
      this.digested = digested;
    }

    @Override
    public long size() {
      return digested.size();
    }

    @Override
    public int crc32c() throws IOException {
      if (digested.crc32c().isPresent()) {
        return digested.crc32c().get();
      }
      CRC32C crc = new CRC32C();
      byte[] piece = new byte[PIECE];
      try (InputStream in = bucket.get(key)) {
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          crc.update(piece, 0, count);
        }
      } catch (SdkException e) {
        throw Trouble.of(url + key.substring(keys.prefix().length()), "it could not be read", e);
      }
      return (int) crc.getValue();
    }
  }
}
