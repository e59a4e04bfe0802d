// SPDX-License-Identifier: Apache-2.0
/**
 * The source's reader.
 *
 * <p><b>Threading.</b> The task's thread runs {@code DirectIOSourceReader} and {@code FileEmitter}:
 * it emits records and keeps the progress that checkpoints take. One fetcher thread, kept alive as
 * long as splits may come, runs {@code BlockSplitReader}, which submits tasks to the core's
 * asynchronous reader and gathers what that delivers. Behind it the client's own threads fetch and
 * decode. Records go from the fetcher to the task's thread through Flink's queue; files whose
 * return was accepted go the other way through {@code AcceptedReturns}.
 *
 * <p>The memory of a block is given back when the task's thread asks for the record after it: then
 * the block has been written, or copied onto the network.
 */
package io.directio.flink.source.reader;
