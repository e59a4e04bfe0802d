// SPDX-License-Identifier: Apache-2.0
/**
 * An S3 server of its own, to write to: a library's implementation behind a front that counts calls
 * and shows faults. It has nothing to do with the portal and its store.
 */
package io.directio.emulator.s3;
