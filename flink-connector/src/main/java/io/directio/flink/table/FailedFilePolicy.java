// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/** What a query does about a file that can't be read. */
public enum FailedFilePolicy implements DescribedEnum {
  /** It fails. */
  FAIL("fail", "The query fails, and says which file it was and why."),
  /** It gets a row about it. */
  REPORT(
      "report",
      "The file gets one row: what is known of it, nothing for the rest, and the reason in"
          + " error_code and error_message.");

  private final String value;
  private final String description;

  FailedFilePolicy(String value, String description) {
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
