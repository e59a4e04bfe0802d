// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.flink.DirectIOExport;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;

/** A directory inside of another one. */
final class LocalOutput implements Output {

  private final Path parent;
  private ScratchDirectory directory;

  LocalOutput(Path parent) {
    this.parent = parent;
  }

  @Override
  public void prepare() throws IOException {
    directory = ScratchDirectory.in(parent);
  }

  @Override
  public DirectIOExport addTo(DirectIOExport export) {
    return export.to(directory.path());
  }

  @Override
  public Path manifestOf(DirectIOExport export, JobID job) {
    return export.manifestOf(job);
  }

  @Override
  public void tidy() throws IOException {
    directory.close();
  }
}
