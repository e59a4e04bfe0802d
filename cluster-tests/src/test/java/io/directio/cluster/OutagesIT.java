// SPDX-License-Identifier: Apache-2.0
package io.directio.cluster;

import org.junit.jupiter.api.Test;

/** The storage and the portal are stopped and started. {@link BucketIT} has outages of a bucket. */
class OutagesIT extends ExportsUnderHarm {

  @Test
  void theStorageIsDownForAMoment() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(100);
          Harm.THE_STORAGE_IS_DOWN_FOR_A_MOMENT.strike(cluster, export, 0);
        });
  }

  @Test
  void thePortalIsDownForAMoment() throws Exception {
    survive(
        (cluster, export) -> {
          export.awaitGets(30);
          Harm.THE_PORTAL_IS_DOWN_FOR_A_MOMENT.strike(cluster, export, 0);
        });
  }
}
