// SPDX-License-Identifier: Apache-2.0
/** The report: what was measured, on which machine, as Markdown. */
package io.directio.benchmarks.report;
