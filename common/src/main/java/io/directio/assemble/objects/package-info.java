// SPDX-License-Identifier: Apache-2.0
/**
 * What destinations have in common that keep objects, which can't be written out of order: {@link
 * io.directio.assemble.objects.PieceWriter} puts blocks together to {@linkplain
 * io.directio.assemble.objects.Piece pieces}, which are objects of their own, {@link
 * io.directio.assemble.objects.Tiling} chooses those that a file is made of, and {@link
 * io.directio.assemble.objects.StagedManifests} writes manifests by way of a temporary directory.
 */
package io.directio.assemble.objects;
