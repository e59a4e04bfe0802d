// SPDX-License-Identifier: Apache-2.0
/**
 * Files in a bucket of S3.
 *
 * <p><b>How.</b> Whoever reads blocks puts those of a unit, 16 MiB or more that lie end to end,
 * together in memory and stores them as an object of its own, a <em>piece</em>, whose name tells
 * the file, its version, the offset, the length and the digest. Any number of writers do so at the
 * same time, in any order, and know nothing of each other. When the receipts cover the file, any
 * instance lists its pieces and has the store put them together, under the file's name and out of
 * sight until the last call: by one copy where there is one piece, else by an upload in parts each
 * of which is copied from a piece ({@code UploadPartCopy}), at the same time. Then the pieces are
 * deleted. The digest of the whole, combined from those of the blocks, is sent with the last call,
 * and the store compares it with its own.
 *
 * <p><b>Why not one upload in parts, shared by the writers?</b> Its id would have to be agreed upon
 * before the first part is written, by writers on several machines, in engines of several kinds,
 * across failures, restored checkpoints and two versions of a file; a store has no operation for
 * that which all of them know (conditional writes are young). Parts of an upload in progress can't
 * be read, so what is not a full part at a checkpoint would need a second home anyway, and a file
 * whose upload was aborted by a lifecycle rule would be lost. Pieces need no agreement, are never
 * changed, can be written twice without harm and found by anybody.
 *
 * <p><b>What that costs.</b> Every byte is copied once within the store: nothing passes the network
 * for it, and Amazon asks a request's price for each piece, one more than for the part itself. It
 * takes time when the file is published: some seconds for gigabytes, as parts are copied at the
 * same time, some minutes for a terabyte. While a file is published its bytes are there twice.
 * Pieces below 5 MiB, which come about where a checkpoint cuts a unit or where blocks come without
 * regard to units, are read and sent once more.
 *
 * <p><b>What is left behind.</b> A writer that was killed leaves pieces, a publisher that was
 * killed an upload. {@link io.directio.assemble.Destination#cleanUp()} deletes the pieces that have
 * not changed for some days, and aborts the uploads that are noted among them. The upload of a file
 * is noted right after it was begun: that of a publisher that was killed between the two is noted
 * nowhere, and neither is that of a manifest. Only a lifecycle rule of the bucket aborts these;
 * {@code docs/limits.md} names it.
 */
package io.directio.assemble.s3;
