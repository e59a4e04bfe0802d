// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;

/** Exports files as a process of its own: the portal, the ids, and the directory. */
final class KilledWorker {

  private KilledWorker() {}

  public static void main(String[] arguments) {
    long[] ids = Stream.of(arguments[1].split(",")).mapToLong(Long::parseLong).toArray();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.fileIds(ids))
        .apply(
            DirectIO.export(
                    ClientOptions.builder(URI.create(arguments[0])).memoryBudget(8 << 20).build(),
                    Path.of(arguments[2]))
                .withSmallFileThreshold(100_000)
                .withMaxRunBytes(1_000_000)
                .withManifestName("run"));
    pipeline.run().waitUntilFinish();
  }
}
