// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.FileEvent;
import java.util.List;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.connector.testframe.utils.CollectIteratorAssertions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Timeout;

/** Flink's own suite for sources, with the source of events. */
@Timeout(120)
class DirectIOEventSourceSuiteTest extends SourceTestSuiteBase<FileEvent> {

  @TestEnv final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

  @TestSemantics final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  final ExternalContextFactory<DirectIOEventSourceContext> context =
      name -> new DirectIOEventSourceContext();

  /** The stream of events is one, whatever the suite takes for splits. */
  @Override
  protected void checkResultWithSemantic(
      CloseableIterator<FileEvent> results,
      List<List<FileEvent>> expected,
      CheckpointingMode semantic,
      Integer limit) {
    var assertion = CollectIteratorAssertions.assertUnordered(results);
    if (limit != null) {
      assertion.withNumRecordsLimit(limit);
    }
    assertion.matchesRecordsFromSource(expected, semantic);
  }
}
