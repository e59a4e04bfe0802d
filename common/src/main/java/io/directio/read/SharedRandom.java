// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Random numbers for any thread: each draws from a generator of its own. */
final class SharedRandom implements RandomGenerator {

  @Override
  public long nextLong() {
    return ThreadLocalRandom.current().nextLong();
  }
}
