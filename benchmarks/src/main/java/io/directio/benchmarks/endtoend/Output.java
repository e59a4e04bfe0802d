// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.flink.DirectIOExport;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.JobID;

/** Where an export writes: an empty place for each round. */
interface Output {

  /** Makes a place. */
  void prepare() throws IOException;

  /** Lets an export write there. */
  DirectIOExport addTo(DirectIOExport export);

  /** The manifest of an export that has ended, as a file. */
  Path manifestOf(DirectIOExport export, JobID job) throws IOException;

  /** Deletes the place and all that is there. */
  void tidy() throws IOException;
}
