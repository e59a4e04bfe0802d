// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source.protocol;

import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader: a file has failed, so that reading the rest of it would be in vain. Only a hint;
 * if it is lost, the other blocks are read for nothing.
 *
 * @param ordinal the file's place in the input
 */
public record FileFailed(long ordinal) implements SourceEvent {

  private static final long serialVersionUID = 1L;
}
