// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

/**
 * The ways to read with Beam that are compared. They run on a class path of their own, named by the
 * system property {@code directio.beam}, as the Flink of Beam's runner is another one.
 */
enum BeamVariant implements Contestant {
  /** Blocks of files, all by the splittable function, which are dropped. */
  BEAM_READ,
  /** The same with the default: small files by one function, large ones by another. */
  BEAM_READ_BY_SIZE,
  /** The export. */
  BEAM_EXPORT;

  @Override
  public ChildJvm.Program program() {
    return new ChildJvm.Program(
        "io.directio.benchmarks.endtoend.BeamWorker", System.getProperty("directio.beam"));
  }
}
