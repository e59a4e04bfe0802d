// SPDX-License-Identifier: Apache-2.0
/**
 * From file references to files at a destination, with nothing between reading a block and writing
 * it:
 *
 * <ol>
 *   <li>{@link io.directio.beam.export.CopyFilesFn} lists each file, many at the same time. Small
 *       ones it copies on the spot: one portal call each. Larger ones leave as runs of blocks;
 *   <li>{@link io.directio.beam.export.CopyRunsFn} copies those on as many workers as there are;
 *   <li>{@link io.directio.beam.export.RestartChanged} has a large file that changed meanwhile go
 *       through both once more.
 * </ol>
 *
 * <p>Receipts leave, and go to {@link io.directio.beam.write.PublishFiles}. These are plain
 * functions, not splittable ones: a run is small enough to be one element, many of a bundle are
 * under way at the same time, and what they write is made durable once for all of them. Functions
 * that can be split have to do that for each element, as they can't emit at the end of a bundle.
 */
package io.directio.beam.export;
