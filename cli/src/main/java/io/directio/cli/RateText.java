// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes a second as people type them: {@code 50MB/s}, {@code 512K}. */
final class RateText implements ITypeConverter<Long> {

  /** Less is a unit that was forgotten. */
  private static final long LEAST = 1000;

  @Override
  public Long convert(String text) {
    String size = text.endsWith("/s") ? text.substring(0, text.length() - 2) : text;
    OptionalLong bytes = SizeText.bytes(size);
    if (bytes.isEmpty() || bytes.getAsLong() < LEAST) {
      throw new TypeConversionException(
          "'" + text + "' is no rate: it looks like 50MB/s or 512K, and is at least 1KB/s");
    }
    return bytes.getAsLong();
  }
}
