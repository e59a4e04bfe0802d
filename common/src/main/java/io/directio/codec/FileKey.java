// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.KeyDecryptionException;
import io.directio.SecretBearing;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.security.auth.Destroyable;

/**
 * The AES-256 key of one file's blocks. Secret: it is not serializable, and nothing prints it.
 *
 * <p>The bytes are held in one array that {@link #destroy()} overwrites. A decoder's cipher keeps
 * the key schedule of the last block that it decrypted, and {@code String}s that a secret came in
 * can't be overwritten: Java allows no more.
 *
 * <p><b>Threading.</b> Safe: one key serves the decoders of many threads.
 */
@SecretBearing
public final class FileKey implements Destroyable {

  /** Length of a file key in bytes: AES-256. */
  static final int LENGTH = 32;

  private final AesKey key;

  private FileKey(byte[] bytes) {
    this.key = new AesKey(bytes);
  }

  /**
   * Unwraps a file's key with the platform's crypto provider.
   *
   * @see #unwrap(long, String, String, CryptoProvider)
   */
  public static FileKey unwrap(long fileId, String secretAccessKey, String wrappedKey)
      throws KeyDecryptionException {
    return unwrap(fileId, secretAccessKey, wrappedKey, CryptoProvider.platform());
  }

  /**
   * Unwraps a file's key.
   *
   * @param fileId the file, for the message of an error
   * @param secretAccessKey the secret access key in base64, as the portal shows it
   * @param wrappedKey the wrapped key in base64, as the listing holds it
   * @param provider the implementation of AES
   * @throws KeyDecryptionException if the result is no key: most likely the secret is wrong. Its
   *     message and its causes hold nothing of the secret or the key.
   */
  public static FileKey unwrap(
      long fileId, String secretAccessKey, String wrappedKey, CryptoProvider provider)
      throws KeyDecryptionException {
    return new FileKey(new KeyUnwrapping(fileId, provider).unwrap(secretAccessKey, wrappedKey));
  }

  /**
   * A key of which the bytes are known already, for tests and measurements.
   *
   * @param bytes 32 bytes; copied
   */
  public static FileKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "A file key has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new FileKey(bytes.clone());
  }

  /**
   * The key for a cipher.
   *
   * @throws IllegalStateException if the key has been destroyed
   */
  SecretKey forCipher() {
    if (isDestroyed()) {
      throw new IllegalStateException("The file key has been destroyed");
    }
    return key;
  }

  /**
   * Overwrites the key. A block that is being decrypted is not harmed; decrypting another one is a
   * mistake that throws {@link IllegalStateException}.
   */
  @Override
  public void destroy() {
    key.destroy();
  }

  @Override
  public boolean isDestroyed() {
    return key.isDestroyed();
  }

  @Override
  public String toString() {
    return "FileKey(redacted)";
  }

  /**
   * The JCA's view of the key. The JDK's {@code SecretKeySpec} would do, but can't be overwritten.
   * {@code SecretKey} demands that it be serializable; it refuses.
   */
  private static final class AesKey implements SecretKey {

    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private transient boolean destroyed;

    AesKey(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public String getFormat() {
      return "RAW";
    }

    @Override
    public synchronized byte[] getEncoded() {
      if (destroyed) {
        throw new IllegalStateException("The file key has been destroyed");
      }
      return bytes.clone();
    }

    @Override
    public synchronized void destroy() {
      destroyed = true;
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public synchronized boolean isDestroyed() {
      return destroyed;
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
      throw new NotSerializableException("A file key is never written anywhere");
    }

    @Override
    public String toString() {
      return "FileKey(redacted)";
    }
  }
}
