// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files by id and by path. Ids of deleted files stay known, so that faults and counters can
 * still name them.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class Catalogue {
  private final Map<Long, StoredFile> byId = new ConcurrentHashMap<>();
  private final Map<String, Long> ids = new ConcurrentHashMap<>();

  void put(StoredFile stored) {
    Long other = ids.putIfAbsent(stored.file().path(), stored.file().id());
    if (other != null && other != stored.file().id()) {
      throw new IllegalArgumentException(stored.file().path() + " is there with another id");
    }
    byId.put(stored.file().id(), stored);
  }

  Optional<StoredFile> find(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  void remove(long id) {
    byId.remove(id);
  }

  /** The ids of the files below a folder. */
  List<Long> below(String folder) {
    return files().stream()
        .filter(file -> file.path().startsWith(folder + "/"))
        .map(EmulatedFile::id)
        .toList();
  }

  /** Gives a file, or all below a folder, another path; the old ones stay known too. */
  void rename(String from, String to) {
    for (EmulatedFile file : files()) {
      boolean below = file.path().startsWith(from + "/");
      if (below || file.path().equals(from)) {
        StoredFile stored = byId.get(file.id());
        String path = to + file.path().substring(from.length());
        ids.put(path, file.id());
        byId.put(
            file.id(),
            new StoredFile(
                new EmulatedFile(file.id(), path, file.content()),
                stored.key(),
                stored.wrappedKey(),
                stored.lengths(),
                stored.objects()));
      }
    }
  }

  long id(String path) {
    Long id = ids.get(path);
    if (id == null) {
      throw new IllegalArgumentException("the emulator has no file " + path);
    }
    return id;
  }

  List<EmulatedFile> files() {
    Collection<StoredFile> stored = byId.values();
    List<EmulatedFile> files = new ArrayList<>(stored.size());
    stored.forEach(one -> files.add(one.file()));
    files.sort((a, b) -> Long.compare(a.id(), b.id()));
    return files;
  }
}
