// SPDX-License-Identifier: Apache-2.0
/**
 * What the enumerator assigns to readers: runs of blocks of large files, bundles of small files,
 * and rows about files that can't be read. Immutable, versioned, and without URLs, keys or
 * credentials.
 */
package io.directio.flink.source.split;
