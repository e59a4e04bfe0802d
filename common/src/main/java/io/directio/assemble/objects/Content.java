// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/**
 * The body of a request, which can be read again if the request has to be repeated.
 *
 * @param length number of bytes
 * @param crc32c CRC-32C of the bytes
 * @param open opens the bytes as a stream from the beginning
 */
public record Content(long length, int crc32c, Supplier<InputStream> open) {

  private static final int BUFFER = 1 << 16;

  /** Bytes in one array. */
  public static Content of(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return of(List.of(bytes), bytes.length, (int) crc.getValue());
  }

  /** Bytes in several arrays, one after the other, which are not copied. */
  public static Content of(List<byte[]> arrays, long length, int crc32c) {
    return new Content(
        length,
        crc32c,
        () ->
            new SequenceInputStream(
                Collections.enumeration(arrays.stream().map(ByteArrayInputStream::new).toList())));
  }

  /** The MD5 of the bytes as S3 wants it, for stores that know no other digest. */
  public String md5() {
    try (InputStream in = open.get()) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
