// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.assemble.Crc32c;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.Piece;
import io.directio.assemble.objects.StagedManifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps manifests in a bucket. */
final class ManifestShelf implements StagedManifests.Shelf {

  /** Ten thousand of them are more than a manifest of a billion files has. */
  private static final int PART = 64 << 20;

  private final Bucket bucket;
  private final Keys keys;
  private final String url;

  /**
   * @param url the address of the destination, with its prefix
   */
  ManifestShelf(Bucket bucket, Keys keys, String url) {
    this.bucket = bucket;
    this.keys = keys;
    this.url = url;
  }

  private String key(String name) {
    return keys.manifests() + name;
  }

  @Override
  public boolean holds(String name) {
    return bucket.head(key(name)).isPresent();
  }

  @Override
  public List<String> list(String prefix) {
    List<String> names = new ArrayList<>();
    int manifests = keys.manifests().length();
    bucket.list(key(prefix), listed -> names.add(listed.key().substring(manifests)));
    return names;
  }

  @Override
  public boolean haveChangedSince(String prefix, Instant limit) {
    AtomicBoolean changed = new AtomicBoolean();
    bucket.list(
        key(prefix),
        listed -> {
          if (listed.changed().isAfter(limit)) {
            changed.set(true);
          }
        });
    return changed.get();
  }

  @Override
  public InputStream open(String name) {
    return bucket.get(key(name));
  }

  @Override
  public void delete(Collection<String> names) {
    bucket.delete(names.stream().map(this::key).toList());
  }

  @Override
  public String location(String name) {
    return url + key(name).substring(keys.prefix().length());
  }

  @Override
  public DestinationException trouble(String location, String attempt, Exception cause) {
    return Trouble.of(location, attempt, cause);
  }

  @Override
  public void store(Path file, String name) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(PART);
      if (first.length < PART) {
        bucket.put(key(name), Content.of(first), Map.of());
      } else {
        upload(first, in, key(name));
      }
    }
  }

  /** Stores what is too large for one request. */
  private void upload(byte[] first, InputStream rest, String key) throws IOException {
    Bucket.Upload upload = bucket.begin(key, Map.of());
    try {
      List<Bucket.Uploaded> parts = new ArrayList<>();
      long offset = 0;
      int crc = 0;
      for (byte[] bytes = first; bytes.length > 0; bytes = rest.readNBytes(PART)) {
        Content content = Content.of(bytes);
        Piece piece = new Piece(offset, content.length(), content.crc32c());
        parts.add(bucket.putPart(upload, new Part(parts.size() + 1, List.of(piece)), content));
        crc = Crc32c.combine(crc, piece.crc32c(), piece.length());
        offset = piece.end();
      }
      bucket.complete(upload, parts, crc);
    } catch (IOException | RuntimeException e) {
      bucket.abort(upload);
      throw e;
    }
  }
}
