// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.nio.file.Path;

/** Transfers files with names that are not ASCII. */
final class UnwritableName {

  private UnwritableName() {}

  public static void main(String[] arguments) throws Exception {
    try (LocalDestination destination = LocalDestinationSpec.in(Path.of(arguments[0])).open()) {
      for (String name : new String[] {"caf\u00e9", "\u65e5\u672c/a"}) {
        try {
          LocalDestinationTest.transfer(destination, TestFile.random(name.length(), name, 10, 10));
          System.out.println("published");
        } catch (DestinationException e) {
          System.out.println(e.code().text() + " " + e.getMessage());
        }
      }
    }
  }
}
