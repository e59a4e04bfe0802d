// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/** What to do with a file whose blocks do not add up to the size that an event told. */
public enum SizePolicy {
  /** The file fails with a {@link io.directio.SizeMismatchException}. The default. */
  QUARANTINE,
  /** A warning is logged, and the file is read as it is listed. */
  WARN
}
