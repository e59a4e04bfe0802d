// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.emulator.Emulator;
import java.io.IOException;

/**
 * The process of the portal and the storage: plays the scene that its arguments describe until its
 * standard input ends. Says on standard output how to reach it.
 */
final class PortalServer {

  private PortalServer() {}

  public static void main(String[] arguments) throws IOException {
    try (Emulator emulator = Scene.parse(arguments).start()) {
      System.out.println(
          ChildJvm.line(
              emulator.portalUri().toString(),
              emulator.accessKeyId(),
              emulator.secretAccessKey(),
              Long.toString(emulator.files().get(0).id())));
      while (System.in.read() >= 0) {
        // Nothing is ever said to it; its end is the signal.
      }
    }
    // What is left are threads of libraries that nobody waits for.
    System.exit(0);
  }
}
