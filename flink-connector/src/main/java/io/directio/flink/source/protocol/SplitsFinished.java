// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.protocol;

import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: it has nothing more to do for some splits, and will hand nothing of them back.
 *
 * @param splitIds the splits
 */
public record SplitsFinished(List<String> splitIds) implements SourceEvent {

  private static final long serialVersionUID = 1L;

  public SplitsFinished {
    splitIds = List.copyOf(splitIds);
  }
}
