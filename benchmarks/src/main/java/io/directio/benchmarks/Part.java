// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks;

import io.directio.benchmarks.report.Section;

/** One part of the benchmarks: it measures, and tells the result as a section of the report. */
public interface Part {

  /** What the command line calls the part. */
  String name();

  /**
   * Measures. Takes minutes; prints its progress to standard output.
   *
   * @param effort how much time to take
   */
  Section measure(Effort effort) throws Exception;
}
