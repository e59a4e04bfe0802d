// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.FileDeletion;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes a destination follow deletions and renamings.
 *
 * <p>Events come late, again and in any order, and they don't tell where a file was before. So
 * there is a {@linkplain FileNote note} of every file: where it is, in which state, or that it was
 * deleted. What is older than the note has no effect. Everything can be repeated: the note is the
 * last thing that is written.
 *
 * <p>Nothing is removed but what bears our mark of the same file, in a state that is not newer.
 *
 * <p><b>Threading:</b> thread-safe, for different files at the same time.
 */
public final class Mirror {

  /** Removes published files. */
  public interface Remover {

    /** What has become of a file. */
    enum Outcome {
      REMOVED,
      /** It wasn't there, though something of somebody else's may be. */
      ABSENT,
      /** It is there in a newer state, and stays. */
      NEWER
    }

    /**
     * Removes a file if our mark says that it is this file of the portal, and not newer.
     *
     * @param path where it is, as it was published
     * @param renamed where the file is published now, if it is; empty if it is gone. To some file
     *     systems both can be the same name, which then stays
     */
    Outcome remove(String path, long fileId, Revision until, String renamed) throws IOException;
  }

  private final FileNotes notes;
  private final Remover published;

  public Mirror(FileNotes notes, Remover published) {
    this.notes = notes;
    this.published = published;
  }

  /**
   * The row of a file that must not be published any more: a newer state of it was, or it was
   * deleted since.
   */
  public Optional<ManifestEntry> outdated(CompletedFile completed) throws IOException {
    FileMetadata file = completed.file();
    Optional<FileNote> known = find(file.file());
    if (known.isEmpty()) {
      return Optional.empty();
    }
    FileNote note = known.get();
    Revision revision = Revision.of(file.file());
    if (note.deleted()) {
      return note.revision().isSince(revision)
          ? Optional.of(
              ManifestEntry.deleted(
                  file.file().fileId(), note.path().isEmpty() ? file.file().path() : note.path()))
          : Optional.empty();
    }
    return note.revision().isAfter(revision)
        ? Optional.of(ManifestEntry.skipped(file, note.path(), OptionalInt.empty()))
        : Optional.empty();
  }

  /** A file is under its name now: removes it where it was before. */
  public void published(FileRef file, String path) throws IOException {
    if (file.details().guid() == null) {
      return;
    }
    Revision revision = Revision.of(file);
    FileNote now = new FileNote(file.details().guid(), file.fileId(), path, revision, false);
    Optional<FileNote> known = find(file);
    if (known.isPresent()
        && (known.get().equals(now) || known.get().revision().isAfter(revision))) {
      return;
    }
    if (known.isPresent() && !known.get().deleted() && !known.get().path().equals(path)) {
      published.remove(known.get().path(), known.get().fileId(), revision, path);
    }
    notes.put(now);
  }

  /**
   * Removes a file that is gone at the portal.
   *
   * @param path where it would be published by what the event tells; empty if that isn't known
   * @return the row of the file; none if it was never here, or is there again
   */
  public Optional<ManifestEntry> deleted(FileDeletion deletion, String path) throws IOException {
    Revision revision = Revision.of(deletion.file());
    Optional<FileNote> known = notes.find(deletion.guid());
    if (known.isPresent() && known.get().revision().isAfter(revision)) {
      return Optional.empty();
    }
    FileNote gone =
        known.isPresent()
            ? removed(known.get(), revision)
            : removed(deletion.guid(), deletion.fileId(), path, revision);
    if (gone == null) {
      return Optional.empty();
    }
    if (!known.equals(Optional.of(gone))) {
      notes.put(gone);
    }
    return gone.path().isEmpty()
        ? Optional.empty()
        : Optional.of(ManifestEntry.deleted(gone.fileId(), gone.path()));
  }

  private FileNote removed(FileNote known, Revision until) throws IOException {
    boolean stays =
        !known.deleted()
            && published.remove(known.path(), known.fileId(), until, "") == Remover.Outcome.NEWER;
    return stays ? null : new FileNote(known.guid(), known.fileId(), known.path(), until, true);
  }

  /** A file of which nothing was noted: it can have been published before anything was. */
  private FileNote removed(String guid, long fileId, String path, Revision until)
      throws IOException {
    Remover.Outcome outcome =
        path.isEmpty() || fileId == FileRef.UNKNOWN
            ? Remover.Outcome.ABSENT
            : published.remove(path, fileId, until, "");
    return switch (outcome) {
      case NEWER -> null;
      case ABSENT -> new FileNote(guid, fileId, "", until, true);
      case REMOVED -> new FileNote(guid, fileId, path, until, true);
    };
  }

  /** Removes one file. */
  public interface Deleting {
    Optional<ManifestEntry> delete(FileDeletion deletion) throws DestinationException;
  }

  /**
   * Removes many files at the same time.
   *
   * @return the rows of those that were here, and of those that can't be removed
   * @throws DestinationException if it is the destination that is in trouble
   */
  public static List<ManifestEntry> deleteAll(
      Collection<FileDeletion> deletions, Batch batch, Deleting one)
      throws DestinationException, InterruptedException {
    Queue<ManifestEntry> rows = new ConcurrentLinkedQueue<>();
    AtomicReference<DestinationException> trouble = new AtomicReference<>();
    batch.forEach(
        List.copyOf(deletions),
        deletion -> {
          try {
            if (trouble.get() == null) {
              one.delete(deletion).ifPresent(rows::add);
            }
          } catch (DestinationException e) {
            if (e.code().concernsOneFile()) {
              rows.add(ManifestEntry.failed(deletion.file(), e));
            } else {
              trouble.compareAndSet(null, e);
            }
          }
        });
    if (trouble.get() != null) {
      throw trouble.get();
    }
    return List.copyOf(rows);
  }

  private Optional<FileNote> find(FileRef file) throws IOException {
    String guid = file.details().guid();
    return guid == null ? Optional.empty() : notes.find(guid);
  }
}
