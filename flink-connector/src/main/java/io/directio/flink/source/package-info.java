// SPDX-License-Identifier: Apache-2.0
/**
 * The source: files in, blocks out. {@link io.directio.flink.source.DirectIOSource} is what jobs
 * use; {@link io.directio.flink.source.FileSelection} says which files.
 */
package io.directio.flink.source;
