// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file's id: a whole number from 0 on. */
final class FileIdText implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    try {
      long id = Long.parseLong(text);
      if (id >= 0) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Answered below, like a negative number.
    }
    throw new TypeConversionException("'" + text + "' is not a file id, which is a number");
  }
}
