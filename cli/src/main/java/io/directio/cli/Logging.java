// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import java.net.URI;
import java.util.Objects;

/**
 * What is logged: nothing, or with {@code --verbose} what Direct IO and Flink have to say, on
 * standard error. Must be called before anything logs, because that is when log4j looks.
 */
final class Logging {

  private static final String PROPERTY = "log4j2.configurationFile";

  private Logging() {}

  static void start(boolean verbose) {
    String file = verbose ? "log4j2-verbose.properties" : "log4j2-quiet.properties";
    URI configuration =
        URI.create(Objects.requireNonNull(Logging.class.getResource("/" + file), file).toString());
    // A user's own configuration, by DIRECTIO_JAVA_OPTS, wins.
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, configuration.toString());
    }
  }
}
