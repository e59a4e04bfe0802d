// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.FileMetadata;
import io.directio.assemble.objects.Content;
import io.directio.assemble.objects.Piece;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What lies in the bucket of files that aren't published: their pieces, and a note about each
 * upload that puts pieces together, so that it can be aborted when the one who began it has died.
 *
 * <p><b>Threading:</b> thread-safe.
 */
final class Partials {

  private static final int MAX_NOTE = 1 << 14;
  private static final int DELETED_AT_ONCE = 1000;

  private final Bucket bucket;
  private final Keys keys;

  Partials(Bucket bucket, Keys keys) {
    this.bucket = bucket;
    this.keys = keys;
  }

  /** The pieces of a file in this version, by ascending offset; only those that fit into it. */
  List<Piece> pieces(FileMetadata file) {
    List<Piece> pieces = new ArrayList<>();
    bucket.list(
        keys.partialsOf(file),
        listed ->
            Keys.parse(listed.key())
                .filter(piece -> piece.length() == listed.size() && piece.end() <= file.size())
                .ifPresent(pieces::add));
    return pieces;
  }

  /** Notes that an upload was begun for a file. */
  void note(FileMetadata file, Bucket.Upload upload) {
    String note = upload.key() + "\n" + upload.id();
    bucket.put(
        keys.upload(file, UUID.randomUUID().toString()),
        Content.of(note.getBytes(StandardCharsets.UTF_8)),
        Map.of());
  }

  /** Deletes what there is of a file in one version. */
  void delete(FileMetadata file) {
    delete(keys.partialsOf(file));
  }

  /** Deletes what there is of a file in all versions. */
  void delete(long fileId) {
    delete(keys.partialsOf(fileId));
  }

  private void delete(String prefix) {
    List<String> found = new ArrayList<>();
    bucket.list(prefix, listed -> found.add(listed.key()));
    deleteAll(found);
  }

  /** Deletes what there is of files of which nothing has changed since then. */
  void deleteUnchangedSince(Instant limit) {
    Stale stale = new Stale(limit);
    bucket.list(keys.partials(), stale::add);
    stale.endOfFile();
    deleteAll(stale.found);
  }

  private void deleteAll(List<String> found) {
    for (String key : found) {
      if (Keys.isUpload(key)) {
        abort(key);
      }
    }
    bucket.delete(found);
  }

  private void abort(String note) {
    try (InputStream in = bucket.get(note)) {
      String[] lines = new String(in.readNBytes(MAX_NOTE), StandardCharsets.UTF_8).split("\n", 2);
      if (lines.length == 2) {
        bucket.abort(new Bucket.Upload(lines[0], lines[1]));
      }
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects, file by file, what may be deleted: the keys of a file follow each other. */
  private final class Stale {
    private final Instant limit;
    private final List<String> found = new ArrayList<>();
    private final List<String> file = new ArrayList<>();
    private Optional<String> directory = Optional.empty();
    private boolean fresh;

    Stale(Instant limit) {
      this.limit = limit;
    }

    void add(Bucket.Listed listed) {
      Optional<String> its = Optional.of(Keys.directory(listed.key()));
      if (!its.equals(directory)) {
        endOfFile();
        directory = its;
      }
      file.add(listed.key());
      fresh |= !listed.changed().isBefore(limit);
    }

    void endOfFile() {
      if (!fresh) {
        found.addAll(file);
      }
      file.clear();
      fresh = false;
      if (found.size() >= DELETED_AT_ONCE) {
        deleteAll(found);
        found.clear();
      }
    }
  }
}
