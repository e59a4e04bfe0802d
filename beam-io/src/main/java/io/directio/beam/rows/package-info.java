// SPDX-License-Identifier: Apache-2.0
/**
 * The transforms for other languages: rows in, rows out, and a configuration that is a row. Beam
 * finds the providers as services, by their identifiers.
 */
package io.directio.beam.rows;
