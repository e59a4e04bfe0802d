// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the coordinator alone, the part of the Flink source that runs once for each job: its
 * real enumerator, discovery and planning included, between a portal that makes up what it is asked
 * for ({@code SimulatedPortal}) and readers that are done with whatever they get at once ({@code
 * SimulatedReaders}).
 */
package io.directio.benchmarks.coordinator;
