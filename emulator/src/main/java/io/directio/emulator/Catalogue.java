// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The files by id and by path. Ids of deleted files stay known, so that faults and counters can
 * still name them.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class Catalogue {
  private final Map<Long, StoredFile> byId = new ConcurrentHashMap<>();
  private final Map<String, Long> ids = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong(100_000);

  void put(StoredFile stored) {
    EmulatedFile file = stored.file();
    ids.compute(
        file.path(),
        (path, other) -> {
          if (other != null && other != file.id() && isAt(other, path)) {
            throw new IllegalArgumentException(path + " is there with another id");
          }
          return file.id();
        });
    byId.put(file.id(), stored);
    last.accumulateAndGet(file.id(), Math::max);
  }

  /** A file that was deleted or renamed leaves its path to others. */
  private boolean isAt(long id, String path) {
    return find(id).filter(stored -> stored.file().path().equals(path)).isPresent();
  }

  /** An id that no file has had. */
  long freshId() {
    return last.incrementAndGet();
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
