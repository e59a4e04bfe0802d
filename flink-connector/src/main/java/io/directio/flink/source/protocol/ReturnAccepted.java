// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.protocol;

import java.util.Objects;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator: a file that was handed back is in its care now.
 *
 * @param splitId the split that the file belonged to
 * @param ordinal the file's place in the input
 */
public record ReturnAccepted(String splitId, long ordinal) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public ReturnAccepted {
    Objects.requireNonNull(splitId, "splitId");
  }
}
