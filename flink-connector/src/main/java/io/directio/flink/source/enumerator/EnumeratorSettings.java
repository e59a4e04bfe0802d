// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.enumerator;

import io.directio.flink.source.AssignmentOptions;
import io.directio.flink.source.FileCursor;
import io.directio.flink.source.FileSelection;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import org.apache.flink.api.connector.source.Boundedness;

/**
 * What an enumerator hands out, and how.
 *
 * @param files the files
 * @param client the portal that they are in
 * @param assignment how much is assigned at once
 * @param units the destination's unit for a file of a size, both in bytes
 * @param failFast whether a file that can't be planned stops the job
 */
public record EnumeratorSettings(
    FileSelection files,
    ClientOptions client,
    AssignmentOptions assignment,
    LongUnaryOperator units,
    boolean failFast) {

  public EnumeratorSettings {
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(assignment, "assignment");
    Objects.requireNonNull(units, "units");
  }

  boolean isEndless() {
    return files.boundedness() == Boundedness.CONTINUOUS_UNBOUNDED;
  }

  FileCursor open(FileSelection.Position from) throws IOException {
    return files.open(from, client);
  }
}
