// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/**
 * The body of an answer, read into memory.
 *
 * @param array holds the object from index 0 on; mostly from the pool
 * @param length the object's length in bytes
 */
record StoredObject(byte[] array, int length) {}
