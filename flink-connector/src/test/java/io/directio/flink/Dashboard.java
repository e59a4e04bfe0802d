// SPDX-License-Identifier: Apache-2.0
package io.directio.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the dashboard in the documentation asks Prometheus. */
final class Dashboard {

  private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern NAME = Pattern.compile("\\bflink_\\w+");

  private final String json;

  private Dashboard(String json) {
    this.json = json;
  }

  static Dashboard ofDocumentation() {
    try {
      return new Dashboard(Files.readString(Path.of("../docs/grafana-dashboard.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The expressions of all panels, as Grafana would send them for all jobs. */
  List<String> expressions() {
    return EXPRESSION
        .matcher(json)
        .results()
        .map(expression -> expression.group(1).replace("\\\"", "\""))
        .map(text -> text.replace("$__rate_interval", "10s").replace("$job", ".*"))
        .toList();
  }

  /** The names of all metrics that it mentions. */
  Set<String> names() {
    return NAME.matcher(json)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
