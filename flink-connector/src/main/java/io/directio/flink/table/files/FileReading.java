// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table.files;

import io.directio.flink.table.RowLayout;
import io.directio.flink.table.TableRows;
import io.directio.flink.table.filter.Condition;
import io.directio.read.ClientOptions;
import java.io.Serializable;

/**
 * What of each file a query wants.
 *
 * @param client the portal, and how to reach it
 * @param rows whether the file is one row, or one for each block
 * @param layout the columns
 * @param condition what keeps a file out
 * @param maxContentSize bytes up to which a content is read
 * @param atOnce files that a subtask reads at the same time
 * @param failFast whether a file that can't be read stops the job; otherwise it gives a row
 */
public record FileReading(
    ClientOptions client,
    TableRows rows,
    RowLayout layout,
    Condition condition,
    long maxContentSize,
    int atOnce,
    boolean failFast)
    implements Serializable {

  private static final long serialVersionUID = 1L;
}
