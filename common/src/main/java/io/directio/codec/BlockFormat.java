// SPDX-License-Identifier: Apache-2.0
package io.directio.codec;

import io.directio.Compression;
import java.util.Objects;

/**
 * How the blocks of a file are stored. Encryption and compression are independent of each other:
 * all four combinations exist.
 *
 * @param encrypted whether the objects are encrypted
 * @param compression what the listing says of compression; unless it is {@link Compression#NONE},
 *     each block tells by its own first bytes how it was compressed
 * @param azurePrefix whether 16 more bytes are expected in front of the object, as has been seen on
 *     Azure Blob storage; a hint only: an object of the other shape is accepted if only that one
 *     fits. It means nothing for objects that are neither encrypted nor compressed.
 */
public record BlockFormat(boolean encrypted, Compression compression, boolean azurePrefix) {

  public BlockFormat {
    Objects.requireNonNull(compression, "compression");
  }
}
