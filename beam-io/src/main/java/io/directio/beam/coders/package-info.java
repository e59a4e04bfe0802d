// SPDX-License-Identifier: Apache-2.0
/**
 * How the nouns travel between workers: versioned coders, which Beam finds by itself, and the
 * schema of file references.
 */
package io.directio.beam.coders;
