// SPDX-License-Identifier: Apache-2.0
/**
 * From the bytes of a file to stored objects and a wrapped key: cutting into blocks, compression,
 * encryption. Written from the description of the format alone, independent of the decoder under
 * test.
 */
package io.directio.emulator.encode;
