// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.DestinationException;
import java.io.Serializable;

/**
 * Describes a destination, so that every worker can open it for itself. Travels with the job:
 * serialisable, immutable, and without a secret.
 */
public interface DestinationSpec extends Serializable {

  /**
   * Opens the destination.
   *
   * @throws DestinationException if it is not there, or can't be written
   */
  Destination open() throws DestinationException;
}
