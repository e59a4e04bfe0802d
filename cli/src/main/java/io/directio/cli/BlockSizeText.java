// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.emulator.BlockSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ways to cut a file: {@code 4M}, {@code variable:512K}, {@code whole}. */
final class BlockSizeText implements ITypeConverter<BlockSize> {

  private static final Pattern SHAPE = Pattern.compile("(fixed:|variable:)?(.*)");

  @Override
  public BlockSize convert(String text) {
    if (text.equals("whole")) {
      return BlockSize.wholeObjects();
    }
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw unusable(text);
    }
    long bytes = SizeText.bytes(matcher.group(2)).orElseThrow(() -> unusable(text));
    if (bytes < 1 || bytes > 1 << 30) {
      throw unusable(text);
    }
    return "variable:".equals(matcher.group(1))
        ? BlockSize.variable((int) bytes)
        : BlockSize.fixed((int) bytes);
  }

  private static TypeConversionException unusable(String text) {
    return new TypeConversionException(
        "'"
            + text
            + "' is no size for blocks: it looks like 4M, variable:512K or whole, up to 1024M");
  }
}
