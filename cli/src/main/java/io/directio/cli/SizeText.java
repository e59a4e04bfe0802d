// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as people type them: {@code 4096}, {@code 512K}, {@code 4M}, {@code 1G}. */
final class SizeText implements ITypeConverter<Long> {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,12})([KMGT]?)(?:i?B)?");

  @Override
  public Long convert(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw unusable(text);
    }
    int shift = matcher.group(2).isEmpty() ? 0 : 10 * (1 + "KMGT".indexOf(matcher.group(2)));
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw unusable(text);
    }
    return number << shift;
  }

  private static TypeConversionException unusable(String text) {
    return new TypeConversionException("'" + text + "' is no size: it looks like 4096, 512K or 4M");
  }
}
