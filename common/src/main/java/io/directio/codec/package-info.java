// SPDX-License-Identifier: Apache-2.0
/**
 * Turns stored objects into verified blocks: bytes in, bytes out, no I/O. A {@link
 * io.directio.codec.FileKey} is unwrapped once per file; a {@link io.directio.codec.BlockDecoder},
 * one per thread, then decrypts, decompresses and checks one object after the other into arrays
 * that its caller owns. Stored data never decides how much memory is taken.
 */
package io.directio.codec;
