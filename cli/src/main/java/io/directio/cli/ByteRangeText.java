// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.ByteRange;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Byte ranges as in HTTP: {@code 0-99}, or {@code 100-} to the end. */
final class ByteRangeText implements ITypeConverter<ByteRange> {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,18})-(\\d{1,18})?");

  @Override
  public ByteRange convert(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no range of bytes: it looks like 0-99, or 100- to the end");
    }
    long first = Long.parseLong(matcher.group(1));
    if (matcher.group(2) == null) {
      return ByteRange.from(first);
    }
    long last = Long.parseLong(matcher.group(2));
    if (last < first) {
      throw new TypeConversionException(
          "the range '" + text + "' ends before it starts: both ends belong to it");
    }
    return ByteRange.of(first, last);
  }
}
