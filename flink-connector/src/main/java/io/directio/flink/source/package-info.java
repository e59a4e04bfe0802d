// SPDX-License-Identifier: Apache-2.0
/**
 * The source: files in, blocks out. {@link io.directio.flink.source.DirectIOSource} is what jobs
 * use; {@link io.directio.flink.source.FileSelection} says which files. {@link
 * io.directio.flink.source.DirectIOEventSource} stands beside it: events in, no file is read.
 */
package io.directio.flink.source;
