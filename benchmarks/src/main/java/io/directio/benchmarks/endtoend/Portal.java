// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.SecretBearing;
import io.directio.portal.CredentialsSource;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A portal, a storage, and a bucket to write to, that run in a process of their own. */
@SecretBearing
final class Portal implements AutoCloseable {

  /**
   * What was done so far in its process, or in a part of its life.
   *
   * @param cpuNanos processor time, user and system
   * @param portalCalls requests for the blocks of files
   */
  record Load(long cpuNanos, long portalCalls) {
    static final Load NONE = new Load(0, 0);

    /** What was done since then. */
    Load since(Load before) {
      return new Load(cpuNanos - before.cpuNanos, portalCalls - before.portalCalls);
    }

    String[] toWords() {
      return new String[] {Long.toString(cpuNanos), Long.toString(portalCalls)};
    }
  }

  private final ChildJvm process;
  private final Scene scene;
  private final URI address;
  private final Map<String, String> credentials;
  private final long firstId;
  private final URI bucket;

  private Portal(ChildJvm process, Scene scene, String[] reply) {
    this.process = process;
    this.scene = scene;
    this.address = URI.create(reply[0]);
    this.credentials =
        Map.of(
            CredentialsSource.ACCESS_KEY_ID,
            reply[1],
            CredentialsSource.SECRET_ACCESS_KEY,
            reply[2],
            "AWS_ACCESS_KEY_ID",
            PortalServer.S3_KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            PortalServer.S3_SECRET);
    this.firstId = Long.parseLong(reply[3]);
    this.bucket = URI.create(reply[4]);
  }

  /** Starts the process, and waits until it has stored its files. */
  static Portal of(Scene scene) throws IOException {
    ChildJvm process =
        ChildJvm.start(
            ChildJvm.Program.here(PortalServer.class),
            List.of("-Xmx2g"),
            scene.toArguments(),
            Map.of());
    try {
      return new Portal(process, scene, process.hear());
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  Scene scene() {
    return scene;
  }

  URI address() {
    return address;
  }

  /** The credentials, as variables of a worker's environment. */
  Map<String, String> credentials() {
    return credentials;
  }

  /** The id of the first file; those of the others follow. */
  long firstId() {
    return firstId;
  }

  /** What its process has done so far. */
  Load load() throws IOException {
    process.say("load");
    String[] reply = process.hear();
    return new Load(Long.parseLong(reply[0]), Long.parseLong(reply[1]));
  }

  /** Address of the S3 service with the bucket. */
  URI bucket() {
    return bucket;
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
