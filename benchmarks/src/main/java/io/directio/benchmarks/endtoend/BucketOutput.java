// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.assemble.s3.S3Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.flink.DirectIOExport;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;

/**
 * A prefix in the bucket of the portal's process, which deletes it when it ends. Credentials come
 * from the environment.
 */
final class BucketOutput implements Output {

  private final Job job;
  private int round;
  private S3DestinationSpec spec;
  private ScratchDirectory manifests;

  BucketOutput(Job job) {
    this.job = job;
  }

  @Override
  public void prepare() throws IOException {
    round++;
    spec =
        S3DestinationSpec.of("s3://" + PortalServer.BUCKET + "/round-" + round)
            .withEndpoint(job.bucket())
            .withPathStyle(true);
    manifests = ScratchDirectory.in(job.directory());
  }

  @Override
  public DirectIOExport addTo(DirectIOExport export) {
    return export.to(spec);
  }

  @Override
  public Path manifestOf(DirectIOExport export, JobID id) throws IOException {
    Path copy = manifests.path().resolve("manifest.jsonl");
    try (S3Destination destination = spec.open()) {
      destination.manifests().copy(id.toHexString(), copy);
    }
    return copy;
  }

  @Override
  public void tidy() throws IOException {
    manifests.close();
  }
}
