// SPDX-License-Identifier: Apache-2.0
/**
 * From blocks to files: a {@link io.directio.assemble.Destination} takes blocks in any order from
 * any thread and gives a {@link io.directio.assemble.Receipt} for each; a {@link
 * io.directio.assemble.FileAssembly} collects the receipts of a file until they cover it; the
 * {@link io.directio.assemble.CompletedFile} that comes out is published, atomically, and becomes a
 * row of the manifest. Knows the nouns and the file system, and no portal.
 */
package io.directio.assemble;
