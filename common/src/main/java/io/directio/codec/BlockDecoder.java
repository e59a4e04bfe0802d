// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.BlockException;
import io.directio.BlockSplit;
import io.directio.Compression;
import java.util.zip.CRC32C;

/**
 * Turns a stored object into a block: decrypts it, decompresses it, checks that it has exactly the
 * length that the listing tells, and digests it.
 *
 * <p><b>What is checked.</b> The length of the object, the padding of the encryption, every length
 * that the compressed form declares, gzip's checksums, and the length of the result. That is all
 * that the stored format allows: it has no message authentication and no checksum of its own. In
 * particular, a flipped bit in the middle of an encrypted block that is not compressed can't be
 * detected: it garbles 16 bytes and flips one bit of the 16 that follow, and everything still fits.
 * A flipped bit in the initialisation vector flips one of the first 16 bytes in the same way. And
 * snappy without encryption, which has no checksum either, passes on a flipped bit in a literal.
 * The transport (TLS, the storage's own checksums) has to be trusted for those.
 *
 * <p><b>Azure's prefix.</b> An object with 16 bytes in front has a length that one without could
 * have as well, so the hint of the {@link BlockFormat} is followed first. For an encrypted block
 * that is not compressed the length decides. Otherwise the shape that the hint tells is tried, and
 * the other one if that fails; as the prefix is as long as an AES block, decrypting an object as if
 * it had none gives one block of garbage and then the same plain text, so that both shapes cost one
 * decryption. An object that is neither encrypted nor compressed is the plain file and never has a
 * prefix.
 *
 * <p><b>Memory.</b> All bytes go into the two arrays that the caller gives. Besides, a decoder
 * holds some 16 KB, and zlib's window once it has seen gzip. Stored data has no say in it.
 *
 * <p><b>Threading.</b> Not thread-safe: one decoder per thread, used again and again. Close it when
 * its thread ends.
 */
public final class BlockDecoder implements AutoCloseable {

  private static final int AZURE_PREFIX = BlockCipher.AES_BLOCK;

  /** The most that compressed data may exceed the block by, besides a quarter of it. */
  private static final int SLACK = 4096;

  private final BlockCipher cipher;
  private final CRC32C digest = new CRC32C();
  private GzipFormat gzip;
  private long decryptNanos;
  private long decompressNanos;

  /** A decoder that uses the platform's AES. */
  public BlockDecoder() {
    this(CryptoProvider.platform());
  }

  /**
   * @param provider the implementation of AES
   * @throws IllegalStateException if the JVM does not have it
   */
  public BlockDecoder(CryptoProvider provider) {
    this.cipher = new BlockCipher(provider);
  }

  /**
   * Length in bytes of the largest object that can be a block: whatever is longer need not be
   * fetched to its end. Compressed data that is a quarter (and 4 KB) longer than the block itself
   * is not taken for valid: snappy's worst case is a sixth, gzip's far less.
   *
   * @param blockLength length of the block in bytes
   */
  public static int maxObjectLength(BlockFormat format, int blockLength) {
    long length = blockLength;
    if (format.compression() != Compression.NONE) {
      length += length / 4 + SLACK;
    }
    if (format.encrypted()) {
      length = BlockCipher.storedLength(length);
    }
    if (format.encrypted() || format.compression() != Compression.NONE) {
      length += AZURE_PREFIX;
    }
    return (int) Math.min(length, Integer.MAX_VALUE - 8);
  }

  /**
   * Decodes one block.
   *
   * @param split the block; {@code split.block().length()} bytes are the result
   * @param format how it is stored
   * @param key the file's key; ignored, and may be null, unless the format is encrypted
   * @param object the stored object, from index 0 on; <b>overwritten</b>, as it serves as scratch
   * @param objectLength length of the object in bytes
   * @param destination where the block goes, from index 0 on: another array, at least as long as
   *     the block; beyond the block it is left as it was, and undefined within it after an error
   * @return CRC-32C of the block
   * @throws io.directio.BlockDecryptException if the object can't be decrypted
   * @throws io.directio.BlockDecompressException if it can't be decompressed, or would become
   *     longer than the block
   * @throws io.directio.BlockValidationException if it has another length than the block
   * @throws IllegalStateException if the key has been destroyed, or if this machine can't load
   *     snappy's native library
   */
  public int decode(
      BlockSplit split,
      BlockFormat format,
      FileKey key,
      byte[] object,
      int objectLength,
      byte[] destination)
      throws BlockException {
    decryptNanos = 0;
    decompressNanos = 0;
    int length = split.block().length();
    if (objectLength < 0 || objectLength > object.length || length > destination.length) {
      throw new IllegalArgumentException("The object or the block does not fit into its array");
    }
    if (object == destination) {
      throw new IllegalArgumentException("A block can't be decoded into the array of its object");
    }
    if (format.encrypted() && key == null) {
      throw new IllegalArgumentException("An encrypted block needs a key");
    }
    try {
      int written =
          format.compression() == Compression.NONE
              ? uncompressed(format, key, object, objectLength, destination, length)
              : compressed(format, key, object, objectLength, destination, length);
      if (written != length) {
        throw CorruptBlock.length(written);
      }
    } catch (CorruptBlock e) {
      throw e.of(split);
    }
    digest.reset();
    digest.update(destination, 0, length);
    return (int) digest.getValue();
  }

  /** How long the last block took to decrypt, in nanoseconds; 0 if it wasn't encrypted. */
  public long decryptNanos() {
    return decryptNanos;
  }

  /** How long the last block took to decompress, in nanoseconds; 0 if it wasn't compressed. */
  public long decompressNanos() {
    return decompressNanos;
  }

  private int uncompressed(
      BlockFormat format, FileKey key, byte[] object, int end, byte[] block, int length)
      throws CorruptBlock {
    if (!format.encrypted()) {
      if (end != length) {
        throw CorruptBlock.length(end);
      }
      System.arraycopy(object, 0, block, 0, length);
      return length;
    }
    BlockCipher.checkLength(end);
    long prefix = end - BlockCipher.storedLength(length);
    if (prefix != 0 && prefix != AZURE_PREFIX) {
      throw CorruptBlock.storedLength(end, BlockCipher.storedLength(length));
    }
    return decrypt(key, object, (int) prefix, end, block, length);
  }

  private int compressed(
      BlockFormat format, FileKey key, byte[] object, int objectLength, byte[] block, int length)
      throws CorruptBlock {
    int end = objectLength;
    if (format.encrypted()) {
      BlockCipher.checkLength(objectLength);
      end = decrypt(key, object, 0, objectLength, object, objectLength);
    }
    int expected = format.azurePrefix() ? AZURE_PREFIX : 0;
    try {
      return decompressed(object, expected, end, block, length);
    } catch (CorruptBlock e) {
      try {
        return decompressed(object, AZURE_PREFIX - expected, end, block, length);
      } catch (CorruptBlock alsoWrong) {
        throw e;
      }
    }
  }

  private int decrypt(FileKey key, byte[] object, int from, int to, byte[] into, int length)
      throws CorruptBlock {
    long begin = System.nanoTime();
    try {
      return cipher.decrypt(key, object, from, to, into, length);
    } finally {
      decryptNanos += System.nanoTime() - begin;
    }
  }

  /** Decompresses to exactly the block's length. */
  private int decompressed(byte[] data, int from, int to, byte[] block, int length)
      throws CorruptBlock {
    long begin = System.nanoTime();
    int written;
    try {
      written = decompress(data, from, to, block, length);
    } finally {
      decompressNanos += System.nanoTime() - begin;
    }
    if (written != length) {
      throw CorruptBlock.length(written);
    }
    return written;
  }

  private int decompress(byte[] data, int from, int to, byte[] block, int length)
      throws CorruptBlock {
    if (from >= to) {
      throw CorruptBlock.decompress("its object holds no compressed data");
    }
    if (GzipFormat.isGzip(data, from, to)) {
      if (gzip == null) {
        gzip = new GzipFormat();
      }
      return gzip.decompress(data, from, to, block, length);
    }
    if (SnappyFormat.isFramed(data, from, to)) {
      return SnappyFormat.framed(data, from, to, block, length);
    }
    return SnappyFormat.raw(data, from, to, block, 0, length);
  }

  /** Frees zlib's memory. The decoder may not be used any more. */
  @Override
  public void close() {
    if (gzip != null) {
      gzip.close();
      gzip = null;
    }
  }
}
