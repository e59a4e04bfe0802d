// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.nio.file.Path;

/** Tries to transfer a small file and two large ones in a process with a limit. */
final class LimitedWriter {

  private LimitedWriter() {}

  static TestFile small() {
    return TestFile.random(1, "small", 100_000, 10_000);
  }

  static TestFile largeInPieces() {
    return TestFile.random(2, "pieces", 8_000_000, 1_000_000);
  }

  static TestFile largeInOne() {
    return TestFile.random(3, "one", 8_000_000, 8_000_000);
  }

  public static void main(String[] arguments) throws Exception {
    try (LocalDestination destination = LocalDestinationSpec.in(Path.of(arguments[0])).open()) {
      LocalDestinationTest.transfer(destination, small());
      for (TestFile file : new TestFile[] {largeInPieces(), largeInOne()}) {
        try {
          destination.write(file.block(1));
          System.out.println("written");
        } catch (DestinationException e) {
          System.out.println(e.code().text() + " " + e.getMessage());
        }
      }
      destination.flush();
    }
    System.out.println("done");
  }
}
