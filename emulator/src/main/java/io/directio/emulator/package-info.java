// SPDX-License-Identifier: Apache-2.0
/**
 * A portal and an S3-compatible object store in one process, filled from a folder of real files:
 * the peer of the tests and the embedded default of the demo. It encodes blocks with code of its
 * own, so that a mistake in the core's codec does not cancel out.
 */
package io.directio.emulator;
