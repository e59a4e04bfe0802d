// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of bytes as people type them, with the units of GNU's tools: {@code 4096}; {@code 512K}
 * or {@code 512KiB}, of 1024 bytes; {@code 512KB}, of 1000, as the screen shows them.
 */
final class SizeText implements ITypeConverter<Long> {

  private static final Pattern SHAPE =
      Pattern.compile(
          "(\\d{1,15}(?:\\.\\d{1,6})?) ?(?:([KMGT])(IB?|B)?|B)?", Pattern.CASE_INSENSITIVE);

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  @Override
  public Long convert(String text) {
    return bytes(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no size: it looks like 4096, 512K, 4M or 1.5GB"));
  }

  /** The number of bytes; empty if it is no size. */
  static OptionalLong bytes(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    int base = "B".equalsIgnoreCase(matcher.group(3)) ? 1000 : 1024;
    String unit = matcher.group(2);
    int power = unit == null ? 0 : 1 + "KMGT".indexOf(unit.toUpperCase(Locale.ROOT));
    BigDecimal bytes =
        new BigDecimal(matcher.group(1))
            .multiply(BigDecimal.valueOf(base).pow(power))
            .setScale(0, RoundingMode.DOWN);
    return bytes.compareTo(MOST) > 0 ? OptionalLong.empty() : OptionalLong.of(bytes.longValue());
  }
}
