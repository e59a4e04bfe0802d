// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.FileNotes;
import io.directio.assemble.Mirror;
import io.directio.assemble.PathPolicy;
import io.directio.assemble.Printable;
import io.directio.assemble.Revision;
import io.directio.assemble.SafePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Gives completed files their names. Whatever can't be known after a call has failed, since its
 * answer may have been lost, is found out by a look at what stands under the name.
 *
 * <p><b>Threading:</b> thread-safe. Two files that would get one name are kept apart by a lock in
 * this JVM. In two JVMs the second could win over the first if both came between the other's look
 * and its last call.
 */
final class Publisher {

  private static final Lock[] NAMES = new Lock[1024];

  static {
    for (int i = 0; i < NAMES.length; i++) {
      NAMES[i] = new ReentrantLock();
    }
  }

  private final Bucket bucket;
  private final Keys keys;
  private final PathPolicy policy;
  private final boolean overwriteForeign;
  private final Mirror mirror;
  private final Composer composer;
  private final Partials partials;

  /**
   * @param notes what is known of the portal's files
   */
  Publisher(
      Bucket bucket,
      Keys keys,
      S3DestinationSpec spec,
      Partials partials,
      FileNotes notes,
      Batch requests) {
    this.bucket = bucket;
    this.keys = keys;
    this.policy = spec.paths();
    this.overwriteForeign = spec.overwriteForeign();
    this.partials = partials;
    this.mirror = spec.deletions() ? new Mirror(notes, this::remove) : null;
    this.composer = new Composer(bucket, keys, partials, requests);
  }

  /**
   * What stands under the name of a file, if we have published it.
   *
   * @throws DestinationException with {@link ErrorCode#PATH_COLLISION} if it is another file of the
   *     portal, or isn't ours and may not be replaced
   */
  Optional<Mark> find(SafePath path, FileMetadata file) throws DestinationException {
    Optional<Bucket.Found> found = bucket.head(keys.published(path));
    Optional<Mark> mark = found.flatMap(object -> Mark.parse(object.metadata()));
    if (found.isPresent() && mark.isEmpty() && !overwriteForeign) {
      throw collision(
          path,
          "an object that Direct IO did not publish has that name. Move it away, or allow that it"
              + " is overwritten (--overwrite, or withOverwriteForeign in code)");
    }
    Optional<Mark> whole = mark.filter(known -> known.size() == found.get().size());
    if (whole.isPresent() && whole.get().fileId() != file.file().fileId()) {
      if (mirror != null && hasComeAfter(whole.get(), file)) {
        return Optional.empty();
      }
      throw collision(
          path,
          "file "
              + whole.get().fileId()
              + " of the portal is stored under that name already, and file "
              + file.file().fileId()
              + " has the same one. Rename one of them, or, if the other was deleted at the portal,"
              + " delete its copy here");
    }
    return whole;
  }

  /** The portal has one file under a name: the one that came later. */
  private static boolean hasComeAfter(Mark mark, FileMetadata file) {
    return Revision.of(file.file()).isAfterThatOfAnotherFile(mark.revision());
  }

  private static DestinationException collision(SafePath path, String message) {
    return new DestinationException(
        ErrorCode.PATH_COLLISION, Printable.of(path.toString()), message);
  }

  /** Publishes a file. What is partial of it is left to be deleted. */
  ManifestEntry publish(CompletedFile completed) throws DestinationException {
    FileMetadata file = completed.file();
    SafePath path = keys.path(file.file().path(), policy);
    try {
      Optional<ManifestEntry> outdated =
          mirror == null ? Optional.empty() : mirror.outdated(completed);
      if (outdated.isPresent()) {
        return outdated.get();
      }
      place(completed, path);
      isPublished(file, path);
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | SdkException e) {
      throw Trouble.of(file.file().path(), "could not be published", e);
    }
    return ManifestEntry.ok(file, path.toString(), completed.crc32c());
  }

  /** Takes note of a file that is under its name: whatever it was called before goes. */
  void isPublished(FileMetadata file, SafePath path) throws IOException {
    if (mirror != null) {
      mirror.published(file.file(), path.toString());
    }
  }

  /** Removes a file that was deleted at the portal; gives its row if it was here. */
  Optional<ManifestEntry> delete(FileDeletion deletion) throws DestinationException {
    String path = deletion.file().path();
    try {
      return mirror.deleted(deletion, path.isEmpty() ? "" : keys.path(path, policy).toString());
    } catch (DestinationException e) {
      throw e;
    } catch (IOException | SdkException e) {
      throw Trouble.of(path, "could not be deleted", e);
    }
  }

  private Mirror.Remover.Outcome remove(String path, long fileId, Revision until, String renamed) {
    String key = keys.prefix() + path;
    Lock name = lock(key);
    name.lock();
    try {
      Optional<Bucket.Found> found = bucket.head(key);
      Optional<Mark> mark =
          found
              .flatMap(object -> Mark.parse(object.metadata()))
              .filter(known -> known.fileId() == fileId && known.size() == found.get().size());
      if (mark.isEmpty()) {
        return Mirror.Remover.Outcome.ABSENT;
      }
      if (mark.get().revision().isAfter(until)) {
        return Mirror.Remover.Outcome.NEWER;
      }
      bucket.delete(List.of(key));
      return Mirror.Remover.Outcome.REMOVED;
    } finally {
      name.unlock();
    }
  }

  private static Lock lock(String key) {
    return NAMES[Math.floorMod(key.hashCode(), NAMES.length)];
  }

  private void place(CompletedFile completed, SafePath path) throws DestinationException {
    Lock name = lock(keys.published(path));
    name.lock();
    try {
      if (!isThere(completed, path)) {
        compose(completed, path);
      }
    } finally {
      name.unlock();
    }
  }

  private void compose(CompletedFile completed, SafePath path) throws DestinationException {
    try {
      composer.compose(completed, keys.published(path));
    } catch (DestinationException | SdkException e) {
      // Its answer was lost, or another publisher was faster and has deleted what we looked for.
      if (!isThere(completed, path)) {
        throw e;
      }
    }
  }

  private boolean isThere(CompletedFile completed, SafePath path) throws DestinationException {
    return find(path, completed.file()).filter(mark -> mark.isOf(completed)).isPresent();
  }
}
