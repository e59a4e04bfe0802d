// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.benchmarks.report.Bar;
import io.directio.benchmarks.report.Table;
import java.util.List;

/**
 * What one question of the part came to.
 *
 * @param bars the figures that were promised
 * @param tables all figures
 */
record Measured(List<Bar> bars, List<Table> tables) {}
