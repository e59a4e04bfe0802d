// SPDX-License-Identifier: Apache-2.0
/**
 * A table's files as a stream of references, and what of each file a query wants: read whole, by
 * whichever subtask gets the reference.
 */
package io.directio.flink.table.files;
