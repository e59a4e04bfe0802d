// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator.notify;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A file or folder of the tree; guarded by the tree. */
final class Node {
  final boolean folder;
  final String guid;
  final long folderId;
  final long fileId;
  final Map<String, Node> children = new TreeMap<>();
  Node parent;
  String name;
  long size;
  Instant fileTimestamp;
  Instant modified;
  long sequence;
  boolean deleted;

  Node(boolean folder, String guid, Node parent, String name, long folderId, long fileId) {
    this.folder = folder;
    this.guid = guid;
    this.parent = parent;
    this.name = name;
    this.folderId = folderId;
    this.fileId = fileId;
  }

  Event event() {
    return new Event(
        folder,
        guid,
        parent == null ? null : parent.guid,
        deleted,
        name,
        folderId,
        fileId,
        size,
        sequence,
        fileTimestamp,
        modified);
  }
}
