// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/**
 * The directory of a cluster.
 *
 * <pre>
 * conf/          what the processes are told
 * checkpoints/   JOB/chk-N/_metadata
 * ha/            what a new JobManager needs to go on with the jobs of a killed one
 * jars/          what was uploaded
 * tmp/           spill and blob files
 * zookeeper/     its data
 * NAME.log, .out of each process
 * </pre>
 */
record ClusterFiles(Path root) {

  Path conf() {
    return root.resolve("conf");
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  Path zookeeperConfiguration() {
    return conf().resolve("zoo.cfg");
  }

  /** Writes the configuration of a cluster with so many slots in each TaskManager. */
  void writeConfiguration(int restPort, int zookeeperPort, int slots, ClusterMode mode)
      throws IOException {
    Files.createDirectories(conf());
    Files.createDirectories(root.resolve("tmp"));
    StringBuilder text = new StringBuilder();
    for (Entry<String, String> setting :
        settings(restPort, zookeeperPort, slots, mode).entrySet()) {
      text.append(setting.getKey()).append(": ").append(setting.getValue()).append('\n');
    }
    Files.writeString(conf().resolve("config.yaml"), text);
    Files.write(
        zookeeperConfiguration(),
        List.of(
            "tickTime=500",
            "maxSessionTimeout=60000",
            "dataDir=" + root.resolve("zookeeper"),
            "clientPort=" + zookeeperPort,
            "clientPortAddress=127.0.0.1",
            "server.1=localhost:2888:3888"));
    Files.write(
        conf().resolve("log4j.properties"),
        List.of(
            "rootLogger.level = " + mode.logLevel(),
            "rootLogger.appenderRef.file.ref = file",
            // Every byte that is sent to a bucket, hundreds of megabytes; the headers stay.
            "logger.wire.name = org.apache.hc.client5.http.wire",
            "logger.wire.level = INFO",
            "appender.file.name = file",
            "appender.file.type = FILE",
            "appender.file.fileName = ${sys:log.file}",
            "appender.file.layout.type = PatternLayout",
            "appender.file.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c [%t] - %m%n"));
  }

  private Map<String, String> settings(
      int restPort, int zookeeperPort, int slots, ClusterMode mode) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("rest.port", Integer.toString(restPort));
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    settings.put("io.tmp.dirs", root.resolve("tmp").toString());
    // Jars that were uploaded outlive the JobManager that took them.
    settings.put("web.upload.dir", root.resolve("jars").toString());
    settings.put("web.tmpdir", root.resolve("tmp").toString());
    // Without Flink's scripts nobody works these out.
    settings.put("taskmanager.cpu.cores", "1");
    settings.put("taskmanager.memory.framework.heap.size", "96m");
    settings.put("taskmanager.memory.framework.off-heap.size", "96m");
    settings.put("taskmanager.memory.task.heap.size", "160m");
    settings.put("taskmanager.memory.task.off-heap.size", "0");
    settings.put("taskmanager.memory.managed.size", "16m");
    settings.put("taskmanager.memory.network.min", "16m");
    settings.put("taskmanager.memory.network.max", "16m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "128m");
    settings.put("taskmanager.memory.jvm-overhead.min", "64m");
    settings.put("taskmanager.memory.jvm-overhead.max", "64m");
    // Nobody starts a process anew that didn't come up on a busy machine.
    settings.put("pekko.startup-timeout", "2 min");
    // Jobs are never given up.
    settings.put("heartbeat.interval", "500 ms");
    settings.put("heartbeat.timeout", mode.heartbeatTimeout().toMillis() + " ms");
    settings.put("restart-strategy.type", "fixed-delay");
    settings.put("restart-strategy.fixed-delay.attempts", "100000");
    settings.put("restart-strategy.fixed-delay.delay", "200 ms");
    settings.put("execution.checkpointing.interval", "500 ms");
    settings.put("execution.checkpointing.storage", "filesystem");
    settings.put("execution.checkpointing.dir", checkpoints().toUri().toString());
    settings.put("execution.checkpointing.num-retained", "2");
    settings.put("high-availability.type", "zookeeper");
    settings.put("high-availability.zookeeper.quorum", "127.0.0.1:" + zookeeperPort);
    settings.put(
        "high-availability.zookeeper.client.session-timeout",
        Long.toString(mode.sessionTimeout().toMillis()));
    settings.put("high-availability.zookeeper.client.tolerate-suspended-connections", "true");
    settings.put("high-availability.storageDir", root.resolve("ha").toUri().toString());
    return settings;
  }
}
