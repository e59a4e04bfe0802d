// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/**
 * How often something was done, and how long it took altogether: two readings a while apart tell
 * the mean of that while.
 *
 * @param count how often; failures are not counted
 * @param nanos how long altogether, in nanoseconds, also what went on at the same time
 */
public record Timing(long count, long nanos) {

  /** Nothing was done. */
  static final Timing NONE = new Timing(0, 0);
}
