// SPDX-License-Identifier: Apache-2.0
/**
 * Measures whole reads and exports against a portal and a storage in another process, so that the
 * processor time of the reading side can be told apart.
 *
 * <p>{@link io.directio.benchmarks.endtoend.EndToEnd} starts, for each kind of files, one process
 * that holds them ({@code PortalServer}) and one for each way to read them that is compared ({@code
 * Worker}). The workers take turns, round by round.
 */
package io.directio.benchmarks.endtoend;
