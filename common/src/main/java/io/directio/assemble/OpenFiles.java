// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A bounded number of open files, of which those used last stay open.
 *
 * <p>A channel of the JDK closes when a thread that uses it is interrupted, for everybody who uses
 * it. Whoever was not interrupted himself gets a new one here and tries again, which is harmless
 * because all uses are positional.
 *
 * <p><b>Threading:</b> thread-safe. A file that is in use is never closed by others' need for room:
 * the bound is exceeded by at most the number of threads.
 */
final class OpenFiles implements Closeable {

  /** Opens a file that isn't open. */
  interface Opener {
    FileChannel open() throws IOException;
  }

  /** What is done with an open file. */
  interface Use {
    void with(FileChannel channel) throws IOException;
  }

  private final int limit;
  private final LinkedHashMap<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(int limit) {
    this.limit = limit;
  }

  /** Uses a file, which is opened if it isn't open. */
  void use(Path path, Opener opener, Use use) throws IOException {
    Entry entry = acquire(path);
    try {
      while (true) {
        FileChannel channel = entry.channel(opener);
        try {
          use.with(channel);
          return;
        } catch (ClosedByInterruptException e) {
          throw e;
        } catch (ClosedChannelException e) {
          // Another thread's interrupt closed it; unless this one is to stop as well, go on.
          if (Thread.currentThread().isInterrupted()) {
            throw closedByInterrupt(e);
          }
        }
      }
    } finally {
      release(entry);
    }
  }

  /** Closes a file as soon as nobody uses it any more. */
  void close(Path path) throws IOException {
    Entry entry;
    synchronized (entries) {
      entry = entries.remove(path);
      if (entry == null || entry.users > 0) {
        return; // The last user closes it, since it isn't in the map.
      }
    }
    entry.close();
  }

  /** Closes the files that are chosen, each as soon as nobody uses it any more. */
  void close(Predicate<Path> choice) throws IOException {
    List<Path> chosen;
    synchronized (entries) {
      chosen = entries.keySet().stream().filter(choice).toList();
    }
    for (Path path : chosen) {
      close(path);
    }
  }

  /** Closes all files. */
  @Override
  public void close() throws IOException {
    close(path -> true);
  }

  private Entry acquire(Path path) {
    synchronized (entries) {
      Entry entry = entries.computeIfAbsent(path, Entry::new);
      entry.users++;
      return entry;
    }
  }

  private void release(Entry entry) throws IOException {
    List<Entry> closing = new ArrayList<>(1);
    synchronized (entries) {
      entry.users--;
      if (entry.users == 0 && entries.get(entry.path) != entry) {
        closing.add(entry);
      }
      Iterator<Map.Entry<Path, Entry>> eldest = entries.entrySet().iterator();
      while (entries.size() > limit && eldest.hasNext()) {
        Entry candidate = eldest.next().getValue();
        if (candidate.users == 0) {
          eldest.remove();
          closing.add(candidate);
        }
      }
    }
    for (Entry unused : closing) {
      unused.close();
    }
  }

  private static IOException closedByInterrupt(ClosedChannelException cause) {
    AsynchronousCloseException interrupted = new ClosedByInterruptException();
    interrupted.initCause(cause);
    return interrupted;
  }

  private static final class Entry {
    private final Path path;
    private int users; // guarded by the map
    private FileChannel channel;

    Entry(Path path) {
      this.path = path;
    }

    synchronized FileChannel channel(Opener opener) throws IOException {
      if (channel == null || !channel.isOpen()) {
        channel = opener.open();
      }
      return channel;
    }

    synchronized void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }
  }
}
