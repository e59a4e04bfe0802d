// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import java.time.Duration;

/** What a cluster is made for. */
enum ClusterMode {
  /** Its processes die: that is noticed soon, and all that is said is logged. */
  HARMED("DEBUG", Duration.ofSeconds(6), Duration.ofSeconds(4)),

  /** It works hard: nobody is given up for being slow, and logs stay small. */
  SPARED("INFO", Duration.ofSeconds(60), Duration.ofSeconds(60));

  private final String logLevel;
  private final Duration heartbeatTimeout;
  private final Duration sessionTimeout;

  ClusterMode(String logLevel, Duration heartbeatTimeout, Duration sessionTimeout) {
    this.logLevel = logLevel;
    this.heartbeatTimeout = heartbeatTimeout;
    this.sessionTimeout = sessionTimeout;
  }

  String logLevel() {
    return logLevel;
  }

  /** After which a process that says nothing is given up. */
  Duration heartbeatTimeout() {
    return heartbeatTimeout;
  }

  /** After which ZooKeeper gives up the leadership of a JobManager that says nothing. */
  Duration sessionTimeout() {
    return sessionTimeout;
  }
}
