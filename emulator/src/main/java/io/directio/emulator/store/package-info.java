// SPDX-License-Identifier: Apache-2.0
/**
 * The object store: an S3 implementation from a library over the objects of the emulator, the
 * signer of its URLs, and the front that counts requests and shows faults.
 */
package io.directio.emulator.store;
