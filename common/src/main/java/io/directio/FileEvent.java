// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;

/**
 * What the Notification Service tells of one file or folder: that it is there, was changed, renamed
 * or moved, or that it was deleted. Only the type, the guid, whether it is deleted, and the name
 * are always there.
 *
 * <p>Events come at least once, and not always in order; {@link #guid()} and {@link #gvsn()}
 * together tell them apart. Immutable.
 *
 * @param type file or folder
 * @param guid identifies the file or folder for as long as it exists, whatever it is called
 * @param deleted whether it was deleted
 * @param name its name, without its folder; not trusted
 * @param parentGuid the guid of the folder that it is in, or null
 * @param folderId the cloud drive folder that it belongs to, or {@link FileRef#UNKNOWN}
 * @param fileId the id of the file for Direct IO, or {@link FileRef#UNKNOWN}
 * @param size size in bytes, or {@link FileRef#UNKNOWN}
 * @param gvsn its version as the portal writes it, or null
 * @param fileTimestamp when its content was last changed, as its file system had it, or null
 * @param modified when the portal last changed it, or null
 * @param virtualPortalId the tenant that it belongs to, as the portal writes it, or null
 * @param acl its access rules as SDDL, or null
 * @param path its full path, separated by {@code /}, from the name of the cloud drive folder on, as
 *     it was when the event was read; null if it was not resolved. Not trusted: destinations make
 *     it safe before they use it
 */
public record FileEvent(
    Type type,
    String guid,
    boolean deleted,
    String name,
    String parentGuid,
    long folderId,
    long fileId,
    long size,
    String gvsn,
    Instant fileTimestamp,
    Instant modified,
    String virtualPortalId,
    String acl,
    String path)
    implements Serializable {

  /** What an event is about. */
  public enum Type {
    FILE,
    FOLDER,
    /** Something that this version does not know. */
    OTHER
  }

  public FileEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(guid, "guid");
    Objects.requireNonNull(name, "name");
    if (folderId < FileRef.UNKNOWN || fileId < FileRef.UNKNOWN || size < FileRef.UNKNOWN) {
      throw new IllegalArgumentException("Event of " + guid + ": a negative id or size");
    }
  }

  /** An event with nothing but what is always there. */
  public static FileEvent of(Type type, String guid, String name, boolean deleted) {
    return new FileEvent(
        type,
        guid,
        deleted,
        name,
        null,
        FileRef.UNKNOWN,
        FileRef.UNKNOWN,
        FileRef.UNKNOWN,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Whether there is a file to be read: one that is not deleted, and whose id is known. */
  public boolean isReadable() {
    return type == Type.FILE && !deleted && fileId != FileRef.UNKNOWN;
  }

  /** The version as a number that grows, or {@link FileRef#UNKNOWN} if it is none. */
  public long version() {
    boolean digits =
        gvsn != null
            && !gvsn.isEmpty()
            && gvsn.length() <= 18
            && gvsn.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(gvsn) : FileRef.UNKNOWN;
  }

  /** When it happened, as far as that is told: by the portal, or else by the file; or null. */
  public Instant time() {
    return modified != null ? modified : fileTimestamp;
  }

  /**
   * The file, to be read. It belongs to {@link #path()}; without one it is named by its id.
   *
   * @throws IllegalStateException if it is not {@linkplain #isReadable() readable}
   */
  public FileRef toFileRef() {
    if (!isReadable()) {
      throw new IllegalStateException("The event of " + guid + " is not about a file to be read");
    }
    return new FileRef(
        fileId, path != null ? path : Long.toString(fileId), size, version(), details());
  }

  /**
   * The file, as one that is gone, whatever the event says of it.
   *
   * @throws IllegalStateException if it is not about a file
   */
  public FileDeletion toDeletion() {
    if (type != Type.FILE) {
      throw new IllegalStateException("The event of " + guid + " is not about a file");
    }
    return new FileDeletion(
        new FileRef(fileId, path != null ? path : "", FileRef.UNKNOWN, version(), details()));
  }

  /** What it tells of a file beside its id, path, size and version. */
  public FileDetails details() {
    return new FileDetails(guid, fileTimestamp, modified, acl);
  }

  /** The same with another path, or null for none. */
  public FileEvent withPath(String other) {
    return new FileEvent(
        type,
        guid,
        deleted,
        name,
        parentGuid,
        folderId,
        fileId,
        size,
        gvsn,
        fileTimestamp,
        modified,
        virtualPortalId,
        acl,
        other);
  }
}
