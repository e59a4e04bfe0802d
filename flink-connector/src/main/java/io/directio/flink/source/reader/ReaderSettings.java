// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.reader;

import io.directio.assemble.DestinationSpec;
import io.directio.flink.source.AssignmentOptions;
import io.directio.read.ClientOptions;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a source's readers read.
 *
 * @param client the portal, and how to reach it
 * @param assignment how much a reader has at once, and which files are too large for one
 * @param reuseArrays whether the arrays of blocks are used again once the next operator returns
 * @param stored where files may be stored already; null to read all of them
 * @param failFast whether a failed file stops the job
 */
public record ReaderSettings(
    ClientOptions client,
    AssignmentOptions assignment,
    boolean reuseArrays,
    DestinationSpec stored,
    boolean failFast)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public ReaderSettings {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(assignment, "assignment");
  }
}
