// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.DestinationException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.ManifestEntry;
import io.directio.assemble.Batch;
import io.directio.assemble.CompletedFile;
import io.directio.assemble.PathPolicy;
import io.directio.assemble.Printable;
import io.directio.assemble.SafePath;
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
  private final Composer composer;
  private final Partials partials;

  Publisher(Bucket bucket, Keys keys, S3DestinationSpec spec, Partials partials, Batch requests) {
    this.bucket = bucket;
    this.keys = keys;
    this.policy = spec.paths();
    this.overwriteForeign = spec.overwriteForeign();
    this.partials = partials;
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

  private static DestinationException collision(SafePath path, String message) {
    return new DestinationException(
        ErrorCode.PATH_COLLISION, Printable.of(path.toString()), message);
  }

  /** Publishes a file. What is partial of it is left to be deleted. */
  ManifestEntry publish(CompletedFile completed) throws DestinationException {
    FileMetadata file = completed.file();
    SafePath path = keys.path(file.file().path(), policy);
    Lock name = NAMES[Math.floorMod(keys.published(path).hashCode(), NAMES.length)];
    name.lock();
    try {
      if (!isThere(completed, path)) {
        compose(completed, path);
      }
    } catch (SdkException e) {
      throw Trouble.of(file.file().path(), "could not be published", e);
    } finally {
      name.unlock();
    }
    return ManifestEntry.ok(file, path.toString(), completed.crc32c());
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
    return find(path, completed.file()).equals(Optional.of(Mark.of(completed)));
  }
}
