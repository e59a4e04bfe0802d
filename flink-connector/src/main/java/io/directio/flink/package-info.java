// SPDX-License-Identifier: Apache-2.0
/**
 * Direct IO for Apache Flink. {@link io.directio.flink.DirectIOExport} wires source and sink for
 * the common case; the rooms below have the parts.
 */
package io.directio.flink;
