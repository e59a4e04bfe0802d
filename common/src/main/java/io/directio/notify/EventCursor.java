// SPDX-License-Identifier: Apache-2.0
package io.directio.notify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A position in the stream of events: where to go on after a page. It may be kept, and a stream
 * that goes on from it gives all events after that page; so it must be kept only after everything
 * of the page has been processed. Bound to the portal and the folders that it was made for.
 *
 * <p>Immutable. Small: the portal's cursors, and the ids of the folders they are for.
 *
 * @param groups folders that are asked for together, each with a cursor of its own; empty: the
 *     beginning
 * @param turn the group that is to be asked next, unless another one has more to tell
 */
public record EventCursor(List<Group> groups, int turn) implements Serializable {

  /** The beginning: everything that is there, and then what changes. */
  public static final EventCursor START = new EventCursor(List.of(), 0);

  private static final int VERSION = 1;
  private static final int MOST = 1 << 24;
  private static final int HAS_CURSOR = 1;
  private static final int HAS_MORE = 2;
  private static final int SNAPSHOT_DONE = 4;

  /**
   * @throws IllegalArgumentException if it is no turn of any group
   */
  public EventCursor {
    groups = List.copyOf(groups);
    if (turn < 0 || turn > 0 && turn >= groups.size()) {
      throw new IllegalArgumentException("Turn " + turn + " of " + groups.size() + " groups");
    }
  }

  /**
   * Folders that are asked for together.
   *
   * @param folderIds the folders; empty: all
   * @param cursor the portal's cursor, opaque; null before the first page
   * @param hasMore whether the portal said that the next page is there already
   * @param snapshotDone whether everything that was there at the beginning has been told
   */
  public record Group(List<Long> folderIds, String cursor, boolean hasMore, boolean snapshotDone)
      implements Serializable {

    public Group {
      folderIds = List.copyOf(folderIds);
    }

    static Group start(List<Long> folderIds) {
      return new Group(folderIds, null, false, false);
    }

    /** Whether the next page is there for certain, so that nothing has to be waited for. */
    boolean isDue() {
      return cursor == null || hasMore;
    }

    /** The folders only: the cursor is the portal's own business. */
    @Override
    public String toString() {
      return (folderIds.isEmpty() ? "all folders" : folderIds.size() + " folders")
          + (snapshotDone ? ", snapshot done" : "");
    }
  }

  /** Whether everything that was there at the beginning has been told. */
  public boolean snapshotDone() {
    return !groups.isEmpty() && groups.stream().allMatch(Group::snapshotDone);
  }

  /** Whether the next page is there for certain, so that asking for it does not wait. */
  public boolean isDue() {
    return groups.isEmpty() || groups.stream().anyMatch(Group::isDue);
  }

  /** This position in a form that later versions can read as well. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(turn);
      out.writeInt(groups.size());
      for (Group group : groups) {
        write(group, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Group group, DataOutputStream out) throws IOException {
    out.writeByte(
        (group.cursor != null ? HAS_CURSOR : 0)
            | (group.hasMore ? HAS_MORE : 0)
            | (group.snapshotDone ? SNAPSHOT_DONE : 0));
    out.writeInt(group.folderIds.size());
    for (long id : group.folderIds) {
      out.writeLong(id);
    }
    if (group.cursor != null) {
      byte[] cursor = group.cursor.getBytes(StandardCharsets.UTF_8);
      out.writeInt(cursor.length);
      out.write(cursor);
    }
  }

  /**
   * Reads what {@link #toBytes()} wrote.
   *
   * @throws IOException if the bytes are no position, or one of a later version
   */
  public static EventCursor fromBytes(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException(
            "A position in the stream of events of version "
                + version
                + ", but this program reads version "
                + VERSION);
      }
      int turn = in.readInt();
      int count = size(in);
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        groups.add(readGroup(in));
      }
      if (in.read() >= 0) {
        throw new IOException("Bytes are left behind a position in the stream of events");
      }
      return new EventCursor(groups, turn);
    } catch (EOFException | IllegalArgumentException e) {
      throw new IOException("These bytes are no position in the stream of events", e);
    }
  }

  private static Group readGroup(DataInputStream in) throws IOException {
    int flags = in.readUnsignedByte();
    int folders = size(in);
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < folders; i++) {
      ids.add(in.readLong());
    }
    String cursor = null;
    if ((flags & HAS_CURSOR) != 0) {
      int length = size(in);
      byte[] text = in.readNBytes(length);
      if (text.length < length) {
        throw new EOFException();
      }
      cursor = new String(text, StandardCharsets.UTF_8);
    }
    return new Group(ids, cursor, (flags & HAS_MORE) != 0, (flags & SNAPSHOT_DONE) != 0);
  }

  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST) {
      throw new IOException("These bytes are no position in the stream of events");
    }
    return size;
  }
}
