// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.protocol;

import io.directio.flink.source.split.FileTask;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: a file must be planned by the enumerator. The reader keeps it in its state until
 * the enumerator answers with {@link ReturnAccepted}.
 *
 * @param splitId the split that the file belongs to
 * @param task the file
 * @param reason why it comes back
 */
public record FileReturned(String splitId, FileTask task, Reason reason) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  /** Why a file is handed back. */
  public enum Reason {
    /** The file was assigned unplanned and is too large for one reader. */
    LARGE,
    /** The file changed while it was read. */
    CHANGED
  }

  public FileReturned {
    Objects.requireNonNull(splitId, "splitId");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(reason, "reason");
  }
}
