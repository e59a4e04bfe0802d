// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import io.directio.DestinationException;
import io.directio.assemble.Destination;
import io.directio.assemble.LocalDestinationSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A directory that all processes share. */
record Folder(Output output) implements Target {

  static Folder in(Path directory) {
    return new Folder(new Output(directory.resolve("out")));
  }

  @Override
  public List<String> arguments() {
    return List.of("--to=" + output.root());
  }

  @Override
  public boolean isScratch(String name) {
    return false;
  }

  @Override
  public void interrupt() {}

  @Override
  public boolean leavesOrphans() {
    return false;
  }

  @Override
  public Destination open() throws DestinationException {
    return LocalDestinationSpec.in(output.root()).withStaleAfter(Duration.ZERO).open();
  }

  @Override
  public void close() {}
}
