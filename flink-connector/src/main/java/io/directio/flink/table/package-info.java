// SPDX-License-Identifier: Apache-2.0
/**
 * Tables for Flink SQL: {@link io.directio.flink.table.DirectIOTableFactory} makes them out of
 * {@code CREATE TABLE … WITH ('connector' = 'directio')}, {@link
 * io.directio.flink.table.DirectIOTableOptions} has their options.
 */
package io.directio.flink.table;
