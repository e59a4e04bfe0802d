// SPDX-License-Identifier: Apache-2.0
/**
 * The enumerator and its parts, each with one question: {@code Intake}, which files are there?
 * {@code LargeFiles}, how are they cut? {@code SplitAssigner}, what is assigned next? {@code
 * Readers}, who has what, and who waits? {@code ReturnLedger}, did this file come back before?
 * {@code SetAside}, what need not be assigned, unless a reader is reset? {@code DirectIOEnumerator}
 * is the glue between them and Flink.
 *
 * <p><b>Threading.</b> All of it runs in the coordinator's thread and needs no locks. Whatever
 * blocks, reading ids and listing files, goes through {@code Background} to threads of its own and
 * comes back into the coordinator's thread with its result.
 */
package io.directio.flink.source.enumerator;
