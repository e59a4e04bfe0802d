// SPDX-License-Identifier: Apache-2.0
/**
 * What operators can watch of the source, beyond Flink's own metrics. {@code docs/metrics.md} has
 * every name.
 *
 * <p><b>Threading.</b> Metric reporters read from threads of their own; whatever they read is
 * volatile, or safe for many threads.
 */
package io.directio.flink.source.metrics;
