// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.protocol;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader that starts: the splits that it has from its restored state.
 *
 * @param splitIds the splits
 */
public record SplitsHeld(List<String> splitIds) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public SplitsHeld {
    splitIds = List.copyOf(splitIds);
  }
}
