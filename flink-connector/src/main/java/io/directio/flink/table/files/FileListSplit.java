// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.source.FileSelection.Position;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The list of files: all of it from a place on, and before that some files that were read from the
 * list already.
 *
 * @param rest the files before the place that are still to be told
 * @param position where the list goes on
 */
record FileListSplit(List<FoundFile> rest, Position position) implements SourceSplit {

  static final FileListSplit ALL = new FileListSplit(List.of(), Position.START);

  FileListSplit {
    rest = List.copyOf(rest);
    Objects.requireNonNull(position, "position");
  }

  @Override
  public String splitId() {
    return "files";
  }

  @Override
  public String toString() {
    return "files after the first " + (position.ordinal() - rest.size());
  }
}
