// SPDX-License-Identifier: Apache-2.0
/**
 * What readers and enumerator tell each other, beyond Flink's own requests and assignments.
 *
 * <p>How a file is handed back exactly once. A reader that finds that a file is too large for it,
 * or that it changed, sends {@link io.directio.flink.source.protocol.FileReturned} and keeps the
 * file in its own state until {@link io.directio.flink.source.protocol.ReturnAccepted} comes. Flink
 * holds back what an enumerator sends between its own snapshot and the readers' ones; so a
 * checkpoint has the file either in the enumerator's state (it accepted before its snapshot, and
 * the reader heard of it before its own), or in the reader's (it accepted after), never in both or
 * in none. When only readers are reset, they return the same files once more, which the enumerator
 * recognises.
 */
package io.directio.flink.source.protocol;
