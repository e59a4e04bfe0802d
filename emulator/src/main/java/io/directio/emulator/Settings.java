// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.tls.ServerTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an emulator was told to be. Not Serializable: holds the credentials. */
record Settings(
    BlockSize blockSize,
    Codec codec,
    boolean encrypted,
    boolean sharedKey,
    boolean azurePrefix,
    boolean legacyListing,
    Duration urlTtl,
    Duration latency,
    Duration portalLatency,
    int storageHosts,
    int portalPort,
    int storagePort,
    Optional<ServerTls> portalTls,
    Optional<ServerTls> storageTls,
    Optional<Path> temporaryDirectory,
    String accessKeyId,
    String secretAccessKey,
    String user,
    String password) {
  /** Whether blocks are stored without any change: then they needn't be copied either. */
  boolean asTheyAre() {
    return !encrypted && codec == Codec.NONE;
  }

  @Override
  public String toString() {
    return "Settings[" + blockSize + ", " + codec + (encrypted ? ", encrypted]" : "]");
  }
}
