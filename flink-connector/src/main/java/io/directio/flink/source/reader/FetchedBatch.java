// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.read.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/**
 * What one fetch gives. A delivery is given back as soon as the next record is asked for, since
 * then the one before has been dealt with; whatever is left when the batch is recycled goes back at
 * once.
 *
 * <p><b>Threading.</b> Filled by the fetcher, then used by the task's thread.
 */
final class FetchedBatch implements RecordsWithSplitIds<Fetched> {

  private record Item(String splitId, Fetched fetched) {}

  private final ArrayDeque<Item> items = new ArrayDeque<>();
  private final Set<String> finished = new HashSet<>();
  private final Consumer<Delivery> giveBack;
  private long bytes;
  private String current;
  private Delivery lent;

  FetchedBatch(Consumer<Delivery> giveBack) {
    this.giveBack = giveBack;
  }

  void add(String splitId, Fetched fetched, long size) {
    items.add(new Item(splitId, fetched));
    bytes += size;
  }

  void finish(String splitId) {
    finished.add(splitId);
  }

  int size() {
    return items.size();
  }

  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return items.isEmpty() && finished.isEmpty();
  }

  @Override
  public String nextSplit() {
    giveBackLent();
    current = items.isEmpty() ? null : items.peek().splitId();
    return current;
  }

  @Override
  public Fetched nextRecordFromSplit() {
    giveBackLent();
    if (items.isEmpty() || !items.peek().splitId().equals(current)) {
      return null;
    }
    Fetched next = items.remove().fetched();
    lent = next instanceof Fetched.Read read ? read.delivery() : null;
    return next;
  }

  @Override
  public Set<String> finishedSplits() {
    return finished;
  }

  @Override
  public void recycle() {
    giveBackLent();
    List<Item> rest = new ArrayList<>(items);
    items.clear();
    for (Item item : rest) {
      if (item.fetched() instanceof Fetched.Read read) {
        giveBack.accept(read.delivery());
      }
    }
  }

  private void giveBackLent() {
    if (lent != null) {
      giveBack.accept(lent);
      lent = null;
    }
  }
}
