// SPDX-License-Identifier: Apache-2.0
/**
 * Flink inside of this process, for {@code export} and {@code demo}, and what it tells meanwhile.
 */
package io.directio.cli.export;
