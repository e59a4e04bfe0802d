// SPDX-License-Identifier: Apache-2.0
/**
 * From blocks to whole files, in three steps:
 *
 * <ol>
 *   <li>{@link io.directio.beam.write.WriteBlocksFn} writes each block straight to its place, and
 *       lets a receipt leave when what it is for is durable. What reads as well writes through the
 *       same {@link io.directio.beam.write.WriteSession};
 *   <li>{@link io.directio.beam.write.PublishFilesFn} gets the receipts of a file, and nothing
 *       else, grouped; a file that they cover is published, and its row goes to a segment of the
 *       manifest;
 *   <li>{@link io.directio.beam.write.FinishManifestFn}, once all rows are there, merges the
 *       segments.
 * </ol>
 *
 * <p>Blocks that come from users' own transforms are grouped by unit before, by {@link
 * io.directio.beam.write.Regroup}, where the destination wants the blocks of a unit from one
 * writer.
 *
 * <p>Every step can be repeated without harm, as runners do when a bundle fails.
 */
package io.directio.beam.write;
