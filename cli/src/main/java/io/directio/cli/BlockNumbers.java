// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers of blocks, from 1, as a list of numbers and runs of them: {@code 1,4,7-9}.
 *
 * @param runs the numbers as they were given; a single one is a run of itself
 */
record BlockNumbers(List<Run> runs) {

  /**
   * Consecutive blocks.
   *
   * @param first number of the first block
   * @param last number of the last block
   */
  record Run(int first, int last) {}

  /** Reads the list of an option. */
  static final class Text implements ITypeConverter<BlockNumbers> {

    private static final Pattern RUN = Pattern.compile("([1-9]\\d{0,8})(?:-([1-9]\\d{0,8}))?");

    @Override
    public BlockNumbers convert(String text) {
      List<Run> runs = new ArrayList<>();
      for (String part : text.split(",", -1)) {
        Matcher matcher = RUN.matcher(part);
        if (!matcher.matches()) {
          throw new TypeConversionException(
              "'" + part + "' is no number of a block: they count from 1, as in 1,4,7-9");
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last < first) {
          throw new TypeConversionException("the blocks '" + part + "' end before they start");
        }
        runs.add(new Run(first, last));
      }
      return new BlockNumbers(runs);
    }
  }
}
