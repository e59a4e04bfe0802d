// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.table;

import io.directio.read.ClientOptions;
import java.util.Objects;

/**
 * What the options of a table say.
 *
 * @param table the table's name, for messages
 * @param rows what a row is
 * @param client the portal, and how to reach it
 * @param files which files it has
 * @param maxContentSize bytes up to which a file's content is read
 * @param atOnce files that a subtask reads at the same time
 * @param failFast whether a file that can't be read fails the query
 * @param parallelism of the reading; null for the environment's
 */
record TableSettings(
    String table,
    TableRows rows,
    ClientOptions client,
    TableFiles files,
    long maxContentSize,
    int atOnce,
    boolean failFast,
    Integer parallelism) {

  TableSettings {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(files, "files");
  }
}
