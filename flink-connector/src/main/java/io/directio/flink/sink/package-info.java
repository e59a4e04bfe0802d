// SPDX-License-Identifier: Apache-2.0
/**
 * The sink: blocks in, whole files out. The life of a block, by operator:
 *
 * <ol>
 *   <li>the <b>writer</b>, chained to the source, writes it straight to its place in the
 *       destination and keeps a receipt; before each checkpoint it makes everything durable and
 *       sends the receipts on;
 *   <li>the <b>completeness operator</b>, of which there is one, adds the receipts of each file up
 *       until they cover it, and batches the files that are whole;
 *   <li>the <b>committer</b> publishes the batch once the checkpoint is complete, and writes the
 *       rows of the manifest.
 * </ol>
 *
 * <p>Nothing is visible before the checkpoint that holds it is complete, and every step can be
 * repeated without harm.
 */
package io.directio.flink.sink;
