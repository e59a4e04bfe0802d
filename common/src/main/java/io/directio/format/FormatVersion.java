// SPDX-License-Identifier: Apache-2.0
package io.directio.format;

import java.io.IOException;

/** Guards what is read back from checkpoints against versions that nobody here knows. */
public final class FormatVersion {

  private FormatVersion() {}

  /**
   * Makes sure that something can be read: every version from the first to the newest can.
   *
   * @param what what is to be read, for the message
   * @param version the version that it was written in
   * @param newest the version that is written here
   * @throws IOException if the version is another
   */
  public static void require(String what, int version, int newest) throws IOException {
    if (version < 1 || version > newest) {
      throw new IOException(
          what
              + " of version "
              + version
              + " can't be read here, only "
              + (newest == 1 ? "version 1" : "versions 1 to " + newest)
              + " can: the state was written by another release of the connector. Go on with that"
              + " release or a newer one, or start the job without its state: what an export has"
              + " published is skipped then");
    }
  }
}
