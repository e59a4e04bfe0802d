// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

/** What takes part in a contest: a way to read, and the program that does so. */
interface Contestant {

  /** What the program and the report call it. */
  String name();

  /** What to start: a {@link Worker}, on whatever class path it needs. */
  ChildJvm.Program program();
}
