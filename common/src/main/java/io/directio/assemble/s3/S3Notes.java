// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.assemble.FileNote;
import io.directio.assemble.FileNotes;
import io.directio.assemble.objects.Content;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Notes in small objects: those about files that were deleted by themselves, so that they can be
 * forgotten after a while without a look at the others.
 */
final class S3Notes implements FileNotes {

  private final Bucket bucket;
  private final Keys keys;

  S3Notes(Bucket bucket, Keys keys) {
    this.bucket = bucket;
    this.keys = keys;
  }

  @Override
  public Optional<FileNote> find(String guid) throws IOException {
    Optional<FileNote> there = read(keys.file(guid));
    return there.isPresent() ? there : read(keys.deleted(guid));
  }

  private Optional<FileNote> read(String key) throws IOException {
    try (InputStream in = bucket.get(key)) {
      return Optional.of(FileNote.parse(in.readAllBytes()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404 && !Trouble.isNoSuchBucket(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void put(FileNote note) {
    String there = keys.file(note.guid());
    String gone = keys.deleted(note.guid());
    bucket.put(note.deleted() ? gone : there, Content.of(note.toBytes()), Map.of());
    // What says that a file is there wins over what says that it is gone: that may stay a while.
    if (note.deleted()) {
      bucket.delete(List.of(there));
    }
  }

  /** Forgets the files that were deleted before some time. */
  void forgetDeletionsBefore(Instant limit) {
    List<String> old = new ArrayList<>();
    bucket.list(
        keys.deleted(),
        listed -> {
          if (listed.changed().isBefore(limit)) {
            old.add(listed.key());
          }
        });
    bucket.delete(old);
  }
}
