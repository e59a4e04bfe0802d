// SPDX-License-Identifier: Apache-2.0
package io.directio.flink.source;

import io.directio.ReadResult;
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

/** Flink's own suite for sources. */
@Timeout(120)
class DirectIOSourceSuiteTest extends SourceTestSuiteBase<ReadResult> {

  @TestEnv final MiniClusterTestEnvironment environment = new MiniClusterTestEnvironment();

  @TestSemantics final CheckpointingMode[] semantics = {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  final ExternalContextFactory<DirectIOSourceContext> context = name -> new DirectIOSourceContext();

  /** Blocks come in no particular order. */
  @Override
  protected void checkResultWithSemantic(
      CloseableIterator<ReadResult> results,
      List<List<ReadResult>> expected,
      CheckpointingMode semantic,
      Integer limit) {
    var assertion = CollectIteratorAssertions.assertUnordered(results);
    if (limit != null) {
      assertion.withNumRecordsLimit(limit);
    }
    assertion.matchesRecordsFromSource(expected, semantic);
  }
}
