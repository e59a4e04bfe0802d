// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.s3;

import io.directio.assemble.DeletionsBehaviour;
import io.directio.assemble.Destination;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class S3DeletionsTest extends DeletionsBehaviour {

  @TempDir Path directory;

  private TestBucket bucket;

  @BeforeEach
  void start() {
    bucket = new TestBucket(directory);
  }

  @AfterEach
  void stop() {
    bucket.close();
  }

  @Override
  protected Destination open(boolean deletions, Duration staleAfter) throws Exception {
    // A clock that is ahead, so that what was written just now is older than now.
    Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(2));
    return S3Destination.open(
        bucket.spec().withDeletions(deletions).withStaleAfter(staleAfter), clock);
  }

  @Override
  protected List<String> visible() {
    return bucket.keys().stream().filter(key -> !key.startsWith(".directio/")).toList();
  }

  @Override
  protected List<String> hidden(String folder) {
    String prefix = ".directio/" + (folder.equals("files") ? "file" : folder) + "/";
    return bucket.keys().stream().filter(key -> key.startsWith(prefix)).toList();
  }

  @Override
  protected byte[] read(String path) {
    return bucket.read(path);
  }

  @Override
  protected void putForeign(String path, String text) {
    bucket.put(path, text);
  }
}
