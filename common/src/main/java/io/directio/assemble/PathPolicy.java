// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

/** What becomes of a file whose name can't be used as it is. */
public enum PathPolicy {
  /**
   * It is stored under a name made from its own: what is harmful is replaced, and a short hash of
   * the original is added, so that different files stay different and a second run finds the same
   * name again.
   */
  SANITISE,
  /** It is not stored, and fails with {@link io.directio.ErrorCode#UNSAFE_PATH}. */
  QUARANTINE
}
