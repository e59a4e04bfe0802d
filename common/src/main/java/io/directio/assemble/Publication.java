// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import io.directio.ManifestEntry;
import java.util.Objects;
import java.util.Optional;

/**
 * How publishing one file of a batch ended.
 *
 * @param file the file
 * @param entry its row, if it was published
 * @param failure why it was not, otherwise
 */
public record Publication(
    CompletedFile file, Optional<ManifestEntry> entry, Optional<DestinationException> failure) {

  public Publication {
    Objects.requireNonNull(file, "file");
    if (entry.isPresent() == failure.isPresent()) {
      throw new IllegalArgumentException("A file is either published or not");
    }
  }

  /** It was published. */
  public static Publication done(CompletedFile file, ManifestEntry entry) {
    return new Publication(file, Optional.of(entry), Optional.empty());
  }

  /** It was not. */
  public static Publication failed(CompletedFile file, DestinationException failure) {
    return new Publication(file, Optional.empty(), Optional.of(failure));
  }
}
