// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A cluster with high availability: a ZooKeeper, a JobManager, and TaskManagers that can be killed
 * and replaced.
 *
 * <p><b>Threading.</b> Belongs to the thread of its test.
 */
final class FlinkCluster {

  /** TaskManagers, and slots in each: all of them are needed by a job. */
  static final int WORKERS = 2;

  static final int SLOTS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final FlinkVersion version;
  private final ClusterFiles files;
  private final String classPath;
  private final Map<String, String> environment;
  private final FlinkRest rest;
  private final List<ClusterProcess> workers = new ArrayList<>();
  private final List<ClusterProcess> lost = new ArrayList<>();
  private ClusterProcess zookeeper;
  private ClusterProcess manager;
  private int started;
  private String jar;

  private FlinkCluster(
      FlinkVersion version, ClusterFiles files, Map<String, String> environment, URI address)
      throws IOException {
    this.version = version;
    this.files = files;
    this.classPath = version.classPath();
    this.environment = environment;
    this.rest = new FlinkRest(address);
  }

  /**
   * Starts one, and waits until it takes jobs.
   *
   * @param directory for all of its files
   * @param mode what it is made for
   * @param environment variables of the JobManager and the TaskManagers
   */
  static FlinkCluster start(
      FlinkVersion version, Path directory, ClusterMode mode, Map<String, String> environment)
      throws IOException, InterruptedException {
    ClusterFiles files = new ClusterFiles(Files.createDirectories(directory).toRealPath());
    int restPort = freePort();
    files.writeConfiguration(restPort, freePort(), SLOTS, mode);
    FlinkCluster cluster =
        new FlinkCluster(version, files, environment, URI.create("http://127.0.0.1:" + restPort));
    try {
      cluster.zookeeper =
          cluster.process(
              "zookeeper",
              "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
              "64m",
              List.of(
                  "--zkConfigFile", files.zookeeperConfiguration().toString(), "--peerId", "1"));
      cluster.startJobManager();
      cluster.fillUp();
      cluster.awaitWorkers();
      cluster.jar = cluster.rest.upload(Path.of(System.getProperty("cluster.job.jar")));
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.stop();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  FlinkRest rest() {
    return rest;
  }

  ClusterFiles files() {
    return files;
  }

  /** Runs the job's jar with these arguments, and gives the job's id. */
  String submit(List<String> arguments) throws IOException, InterruptedException {
    return rest.run(jar, WORKERS * SLOTS, arguments);
  }

  /** The JobManager, and the TaskManagers that are alive. */
  List<ClusterProcess> processes() {
    List<ClusterProcess> processes = new ArrayList<>(workers);
    processes.add(0, manager);
    return processes;
  }

  /** The TaskManagers that are alive, the oldest first. */
  List<ClusterProcess> workers() {
    return List.copyOf(workers);
  }

  /** Kills a TaskManager. */
  void kill(ClusterProcess worker) throws InterruptedException {
    assertThat(workers.remove(worker)).as("%s is alive", worker).isTrue();
    worker.kill();
  }

  /** Freezes a TaskManager, as if the network to it had broken; it can be replaced then. */
  void lose(ClusterProcess worker) throws IOException, InterruptedException {
    assertThat(workers.remove(worker)).as("%s is alive", worker).isTrue();
    lost.add(worker);
    worker.freeze();
  }

  /** Kills what was lost and may have come back. */
  void killLost() throws InterruptedException {
    for (ClusterProcess worker : lost) {
      worker.kill();
    }
    lost.clear();
  }

  /** Kills all TaskManagers at the same moment. */
  void killWorkers() throws InterruptedException {
    for (ClusterProcess worker : workers) {
      worker.strike();
    }
    for (ClusterProcess worker : workers()) {
      kill(worker);
    }
  }

  /** Starts as many TaskManagers as are missing; doesn't wait for them. */
  void fillUp() throws IOException {
    while (workers.size() < WORKERS) {
      String name = "taskmanager-" + ++started;
      workers.add(
          process(
              name,
              "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
              "256m",
              List.of(
                  "--configDir",
                  files.conf().toString(),
                  "-D",
                  "taskmanager.resource-id=" + name)));
    }
  }

  /** Waits until all TaskManagers that are alive have registered with the JobManager. */
  void awaitWorkers() {
    List<String> names = workers.stream().map(ClusterProcess::name).toList();
    await(() -> rest.freeSlots().keySet().containsAll(names));
  }

  /** Waits until all TaskManagers that are alive are at work, with every slot. */
  void awaitBusy() {
    List<String> names = workers.stream().map(ClusterProcess::name).toList();
    await(
        () -> {
          Map<String, Integer> free = rest.freeSlots();
          return names.stream().allMatch(name -> Integer.valueOf(0).equals(free.get(name)));
        });
  }

  /** Kills the JobManager. */
  void killJobManager() throws InterruptedException {
    manager.kill();
  }

  /** Starts a JobManager in place of the one that was killed; doesn't wait for it. */
  void startJobManager() throws IOException {
    manager =
        process(
            "jobmanager-" + ++started,
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            "256m",
            List.of("--configDir", files.conf().toString()));
  }

  /**
   * Freezes ZooKeeper: a checkpoint that is written from now on is not complete, and no task is
   * told of it, until it thaws. That must be before the JobManager misses it, so within a second or
   * two.
   */
  void freezeZooKeeper() throws IOException, InterruptedException {
    zookeeper.freeze();
  }

  void thawZooKeeper() throws IOException, InterruptedException {
    zookeeper.thaw();
  }

  private void await(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(manager.isRunning()).as("the JobManager of %s runs", files).isTrue();
              return condition.call();
            });
  }

  private ClusterProcess process(String name, String mainClass, String heap, List<String> arguments)
      throws IOException {
    return ClusterProcess.start(
        name, classPath, mainClass, files.root(), heap, environment, arguments);
  }

  /** Kills all of it. */
  void stop() throws InterruptedException {
    killLost();
    for (ClusterProcess worker : workers) {
      worker.kill();
    }
    if (manager != null) {
      manager.kill();
    }
    if (zookeeper != null) {
      zookeeper.kill();
    }
  }

  @Override
  public String toString() {
    return version + " in " + files.root();
  }
}
