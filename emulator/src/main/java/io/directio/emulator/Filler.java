// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import io.directio.emulator.encode.BlockEncoder;
import io.directio.emulator.encode.Chunker;
import io.directio.emulator.encode.FileKey;
import io.directio.emulator.store.Shelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts files into the store, block by block. Equal blocks under one key become one object.
 *
 * <p><em>Threading:</em> may be used by many threads at once.
 */
final class Filler {
  private final Shelf shelf;
  private final BlockEncoder encoder;
  private final Settings settings;
  private final SecureRandom random = new SecureRandom();
  private final FileKey sharedKey = FileKey.random(random);
  private final Map<ByteBuffer, Integer> sharedObjects = new HashMap<>();

  Filler(Shelf shelf, BlockEncoder encoder, Settings settings) {
    this.shelf = shelf;
    this.encoder = encoder;
    this.settings = settings;
  }

  StoredFile store(EmulatedFile file) {
    Optional<FileKey> key =
        settings.encrypted()
            ? Optional.of(settings.sharedKey() ? sharedKey : FileKey.random(random))
            : Optional.empty();
    long[] lengths = Chunker.cut(file.size(), settings.blockSize());
    int[] objects = new int[lengths.length];
    Map<ByteBuffer, Integer> known =
        settings.sharedKey() || key.isEmpty() ? sharedObjects : new HashMap<>();
    long offset = 0;
    for (int i = 0; i < lengths.length; i++) {
      objects[i] =
          settings.asTheyAre()
              ? shelf.add(new Shelf.StoredObject(file.content(), offset, lengths[i]))
              : object(file, offset, lengths[i], i + 1, key, known);
      offset += lengths[i];
    }
    return new StoredFile(
        file, key, key.map(k -> k.wrap(settings.secretAccessKey())), lengths, objects);
  }

  private int object(
      EmulatedFile file,
      long offset,
      long length,
      int number,
      Optional<FileKey> key,
      Map<ByteBuffer, Integer> known) {
    byte[] plain = new byte[Math.toIntExact(length)];
    try {
      file.content().read(offset, plain, 0, plain.length);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read block " + number + " of " + file.path(), e);
    }
    ByteBuffer digest = digest(plain, encoder.format(number));
    synchronized (known) {
      Integer object = known.get(digest);
      if (object != null) {
        return object;
      }
    }
    int object = shelf.add(encoder.encode(plain, digest.array(), number, key));
    synchronized (known) {
      known.put(digest, object);
    }
    return object;
  }

  private static ByteBuffer digest(byte[] plain, Codec format) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) format.ordinal());
      return ByteBuffer.wrap(digest.digest(plain));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
