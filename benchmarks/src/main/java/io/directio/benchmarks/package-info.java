// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the measurements and writes one report. Each {@link io.directio.benchmarks.Part} measures
 * one thing; {@link io.directio.benchmarks.Benchmarks} lists them.
 */
package io.directio.benchmarks;
