// SPDX-License-Identifier: Apache-2.0
package io.directio.read;

/**
 * Where objects are expected to have 16 more bytes in front, as has been seen on Azure Blob
 * storage. An expectation only: an object of the other shape is accepted if only that one fits.
 */
public enum AzurePrefix {
  /** On hosts below {@code core.windows.net}. */
  ON_AZURE_HOSTS,
  /** Everywhere: for a portal whose storage was migrated from Azure, or hides behind a proxy. */
  EVERYWHERE,
  /** Nowhere. */
  NOWHERE;

  boolean isExpectedAt(String host) {
    return switch (this) {
      case ON_AZURE_HOSTS -> host.endsWith(".core.windows.net");
      case EVERYWHERE -> true;
      case NOWHERE -> false;
    };
  }
}
