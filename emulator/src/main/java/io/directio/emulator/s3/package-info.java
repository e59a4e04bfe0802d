// SPDX-License-Identifier: Apache-2.0
/**
 * An S3 server of its own, to write to: the S3 API of a library behind a front that counts calls
 * and shows faults, over the library's store of files, or over one of ours that writes each byte
 * once. It has nothing to do with the portal and its store.
 */
package io.directio.emulator.s3;
