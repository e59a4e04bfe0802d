// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.emulator.Codec;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names of the emulator's codecs: {@code snappy}, {@code snappy-raw} and so on. */
final class CodecText implements ITypeConverter<Codec>, Iterable<String> {

  @Override
  public Codec convert(String text) {
    return Arrays.stream(Codec.values())
        .filter(codec -> name(codec).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no codec: there are " + String.join(", ", names())));
  }

  /** The names, for the help. */
  @Override
  public Iterator<String> iterator() {
    return names().iterator();
  }

  private static List<String> names() {
    return Arrays.stream(Codec.values()).map(CodecText::name).toList();
  }

  private static String name(Codec codec) {
    return codec.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
