// SPDX-License-Identifier: Apache-2.0
/**
 * The nouns of Direct IO, in the order in which data passes through them: a {@link
 * io.directio.FileRef} becomes a {@link io.directio.FilePlan}, the plan becomes one {@link
 * io.directio.BlockSplit} per block, reading a split gives a {@link io.directio.Block}, and a
 * destination assembles blocks into a file with a {@link io.directio.ManifestEntry}. The exception
 * hierarchy stands beside them. Nothing here does I/O, and nothing here holds a secret.
 */
package io.directio;
