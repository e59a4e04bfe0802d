// SPDX-License-Identifier: Apache-2.0
/**
 * The conditions of a query that can be judged before anything is fetched: parsed, applied to a
 * list of files, and asked for the only files that can be meant. They only ever save work: Flink
 * applies them all again.
 */
package io.directio.flink.table.filter;
