// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.emulator.Emulator;
import io.directio.emulator.s3.S3Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of the portal, the storage, and a bucket that is empty at first: plays the scene that
 * its arguments describe until its standard input ends. Says on standard output how to reach it.
 */
final class PortalServer {

  /** The bucket that is written to. */
  static final String BUCKET = "exports";

  /** Opens nothing but this bucket, on the loopback interface, for the length of a benchmark. */
  static final String S3_KEY_ID = "benchmark";

  static final String S3_SECRET = "not-a-secret";

  private PortalServer() {}

  public static void main(String[] arguments) throws IOException {
    try (ScratchDirectory objects = ScratchDirectory.create();
        S3Server s3 = bucket(objects.path());
        Emulator emulator = Scene.parse(arguments).start()) {
      System.out.println(
          ChildJvm.line(
              emulator.portalUri().toString(),
              emulator.accessKeyId(),
              emulator.secretAccessKey(),
              Long.toString(emulator.files().get(0).id()),
              s3.storeEndpoint().toString()));
      BufferedReader questions =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      // There is but one question; the end of them is the signal to end as well.
      while (questions.readLine() != null) {
        Portal.Load load = new Portal.Load(Worker.cpuNanos(), emulator.requests().portalCalls());
        System.out.println(ChildJvm.line(load.toWords()));
      }
    }
    // What is left are threads of libraries that nobody waits for.
    System.exit(0);
  }

  private static S3Server bucket(Path directory) {
    return S3Server.startPacked(directory, BUCKET, S3_KEY_ID, S3_SECRET);
  }
}
