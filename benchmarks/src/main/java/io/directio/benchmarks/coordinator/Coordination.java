// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.coordinator;

import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.DirectIOSource;
import io.directio.flink.source.FileSelection;
import io.directio.flink.source.enumerator.EnumeratorState;
import io.directio.flink.source.split.DirectIOSplit;
import io.directio.notify.NotificationOptions;
import io.directio.portal.Credentials;
import io.directio.portal.CredentialsSource;
import io.directio.portal.Login;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.source.SplitEnumerator;

/**
 * Discovers, plans and assigns all that a simulated portal holds, once, with the enumerator that a
 * {@link DirectIOSource} makes. A checkpoint is taken every second, and at the milestones.
 *
 * <p><b>Threading.</b> One thread calls {@link #run}; the enumerator has a coordinator's thread, as
 * in Flink.
 */
final class Coordination {

  private static final int READERS = 16;
  private static final long CHECKPOINT_MILLIS = 1000;

  /** As with a heap of 128 MB; a coordinator needs no listing twice. */
  private static final long LEASE_MEMORY = 16 << 20;

  /**
   * How things stood at some moment.
   *
   * @param files files that were assigned, those included some of whose blocks were
   * @param blocks blocks that were
   * @param stateBytes bytes of a checkpoint of the enumerator at that moment
   * @param heapBytes bytes in use after a full collection at that moment
   */
  record Milestone(long files, long blocks, long stateBytes, long heapBytes) {}

  /**
   * What became of it.
   *
   * @param files files that were assigned
   * @param blocks blocks that were
   * @param splits splits that they were assigned in
   * @param listings portal calls for blocks
   * @param nanos time that it took
   * @param largestState most bytes of a checkpoint
   * @param milestones in their order
   */
  record Outcome(
      long files,
      long blocks,
      long splits,
      long listings,
      long nanos,
      long largestState,
      List<Milestone> milestones) {

    double blocksPerSecond() {
      return blocks * 1e9 / nanos;
    }

    double splitsPerSecond() {
      return splits * 1e9 / nanos;
    }
  }

  private final PortalContents contents;
  private final AssignmentOptions assignment;
  private final Deque<Long> milestones;

  /** Those that were reached. Touched by the coordinator's thread, until the run is over. */
  private final List<Milestone> reached = new ArrayList<>();

  private DirectIOSource source;
  private SplitEnumerator<DirectIOSplit, EnumeratorState> enumerator;
  private long files;
  private long blocks;
  private long splits;
  private long checkpoint;
  private long largestState;

  /**
   * @param milestones how many files, or blocks if there is one file, are assigned when state and
   *     heap are measured; ascending
   */
  Coordination(PortalContents contents, AssignmentOptions assignment, List<Long> milestones) {
    this.contents = contents;
    this.assignment = assignment;
    this.milestones = new ArrayDeque<>(milestones);
  }

  /** Runs it to its end. To be called once. */
  Outcome run(long patienceSeconds) throws Exception {
    ExecutorService coordinator = Executors.newSingleThreadExecutor();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (SimulatedPortal portal = SimulatedPortal.start(contents)) {
      source =
          DirectIOSource.builder()
              .client(
                  ClientOptions.builder(portal.address())
                      .credentials(new Everyone())
                      .leaseMemory(LEASE_MEMORY)
                      .build())
              .files(FileSelection.folders(NotificationOptions.DEFAULT))
              .assignment(assignment)
              .build();
      SimulatedReaders readers = new SimulatedReaders(READERS, coordinator, this::assigned);
      enumerator = source.createEnumerator(readers);
      long start = System.nanoTime();
      readers.runInCoordinatorThread(
          () -> {
            enumerator.start();
            readers.comeTo(enumerator);
          });
      clock.scheduleAtFixedRate(
          () -> readers.runInCoordinatorThread(this::checkpoint),
          CHECKPOINT_MILLIS,
          CHECKPOINT_MILLIS,
          TimeUnit.MILLISECONDS);
      try {
        readers.ended().get(patienceSeconds, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException(blocks + " blocks were assigned, then it went wrong", e);
      }
      long nanos = System.nanoTime() - start;
      coordinator.submit(this::close).get();
      return new Outcome(
          files, blocks, splits, portal.listings(), nanos, largestState, List.copyOf(reached));
    } finally {
      clock.shutdownNow();
      coordinator.shutdownNow();
    }
  }

  private void assigned(long ofFiles, long ofBlocks) {
    files += ofFiles;
    blocks += ofBlocks;
    splits++;
    long done = contents.files() == 1 ? blocks : files;
    if (!milestones.isEmpty() && done >= milestones.peek()) {
      milestones.remove();
      long state = checkpoint();
      reached.add(new Milestone(files, blocks, state, heapAfterCollection()));
    }
  }

  private long checkpoint() {
    try {
      long id = ++checkpoint;
      long size =
          source.getEnumeratorCheckpointSerializer().serialize(enumerator.snapshotState(id)).length;
      enumerator.notifyCheckpointComplete(id);
      largestState = Math.max(largestState, size);
      return size;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Void close() throws IOException {
    enumerator.close();
    return null;
  }

  /** What the last collection has left, whatever was allocated since. */
  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(usage -> usage != null)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  /** The portal lets everyone in. */
  private record Everyone() implements CredentialsSource {
    private static final long serialVersionUID = 1L;

    @Override
    public Credentials resolve() {
      return Credentials.ofBearer("simulated");
    }

    @Override
    public Login login() {
      return Login.ofBearer("simulated");
    }
  }
}
