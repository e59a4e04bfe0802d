// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import io.directio.assemble.Crc32c;
import io.directio.assemble.ManifestStore;
import io.directio.assemble.Manifests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Manifests in a bucket. They are written and merged in a temporary directory of the one who does
 * it, and stored from there: a merge needs room for all segments of its export.
 */
final class S3Manifests implements Manifests {

  private static final String SUFFIX = ".jsonl";

  /** Ten thousand of them are more than a manifest of a billion files has. */
  private static final int PART = 64 << 20;

  /** Does something with a directory. */
  private interface Work {
    void in(Path directory) throws IOException;
  }

  private final Bucket bucket;
  private final Keys keys;
  private final String url;

  /**
   * @param url the address of the destination, with its prefix
   */
  S3Manifests(Bucket bucket, Keys keys, String url) {
    this.bucket = bucket;
    this.keys = keys;
    this.url = url;
  }

  @Override
  public void write(String run, String segment, Collection<ManifestEntry> rows)
      throws DestinationException {
    work(
        "the manifest could not be written",
        directory -> {
          new ManifestStore(directory).write(run, segment, rows);
          store(directory.resolve(run).resolve(segment + SUFFIX), segments(run) + segment + SUFFIX);
        });
  }

  @Override
  public void finish(String run, Rows rows) throws IOException {
    work(
        "the manifest could not be merged",
        directory -> {
          Path manifest = ManifestStore.manifestOf(directory, run);
          if (bucket.head(key(run)).isPresent()) {
            fetch(key(run), manifest);
          }
          List<String> segments = new ArrayList<>();
          bucket.list(segments(run), listed -> segments.add(listed.key()));
          Files.createDirectory(directory.resolve(run));
          for (String segment : segments) {
            fetch(
                segment, directory.resolve(run).resolve(segment.substring(segments(run).length())));
          }
          new ManifestStore(directory).finish(run, rows);
          store(manifest, key(run));
          bucket.delete(segments);
        });
  }

  @Override
  public String location(String run) {
    return url + key(run).substring(keys.prefix().length());
  }

  @Override
  public void copy(String run, Path into) throws IOException {
    try {
      fetch(key(run), into);
    } catch (RuntimeException e) {
      throw Trouble.of(location(run), "the manifest could not be read", e);
    }
  }

  private String key(String run) {
    return keys.manifests() + run + SUFFIX;
  }

  private String segments(String run) {
    return keys.manifests() + run + "/";
  }

  private void fetch(String key, Path into) throws IOException {
    try (InputStream in = bucket.get(key)) {
      Files.copy(in, into);
    }
  }

  private void store(Path file, String key) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(PART);
      if (first.length < PART) {
        bucket.put(key, Content.of(first), Map.of());
      } else {
        upload(first, in, key);
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

  private void work(String attempt, Work work) throws DestinationException {
    try {
      Path directory = Files.createTempDirectory("directio-manifest");
      try {
        work.in(directory);
      } finally {
        delete(directory);
      }
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw Trouble.of(url, attempt, e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
