// SPDX-License-Identifier: Apache-2.0
/**
 * Files on any of Beam's file systems: Google Cloud Storage, HDFS, Azure, S3, a local disk.
 *
 * <p><b>How.</b> Whoever reads blocks puts those of a unit, 16 MiB or more that lie end to end,
 * together in memory and stores them as a <em>piece</em>, an object of its own below {@code
 * .directio/partial}, whose name tells the file, its version, the offset, the length and the
 * digest. When the receipts cover the file, a file of one piece gets its name by a rename. The
 * pieces of a larger one are put together first, in one stream into a temporary object, whose
 * digest is compared, and which is renamed then. So nothing is visible under a file's name before
 * it is whole.
 *
 * <p><b>What that costs.</b> Beam's file systems have no operation that joins objects, and none
 * that is written at an offset: the bytes of a file of several pieces pass once more through the
 * worker that publishes it. Object stores rename by copying within the store. {@link
 * io.directio.assemble.s3 S3} has a destination of its own that composes within the store, and a
 * directory that all workers see another, in which nothing is copied: these are the better ones
 * where they can be had.
 *
 * <p><b>What is remembered.</b> File systems of Beam have no metadata, so a small object below
 * {@code .directio/published} for each file tells which one it is, in which version.
 */
package io.directio.beam.filesystem;
