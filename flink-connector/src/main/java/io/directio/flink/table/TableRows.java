// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What a row of a table is. */
public enum TableRows implements DescribedEnum {
  /** A file, with its whole content if it isn't too large. */
  FILES("files", "A row for each file, with its whole content if it isn't too large."),
  /** A block of a file. */
  BLOCKS("blocks", "A row for each block of each file, however large the file is."),
  /** What the portal tells of a file or folder: that it is there, was changed or deleted. */
  EVENTS(
      "events",
      "A row for each event: a file or folder is there, was changed, renamed or deleted.");

  private final String value;
  private final String description;

  TableRows(String value, String description) {
    this.value = value;
    this.description = description;
  }

  @Override
  public InlineElement getDescription() {
    return TextElement.text(description);
  }

  @Override
  public String toString() {
    return value;
  }
}
