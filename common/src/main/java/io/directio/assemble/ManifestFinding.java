// SPDX-License-Identifier: Apache-2.0
package io.directio.assemble;

import io.directio.ManifestEntry;
import java.util.Objects;

/**
 * What reading a file again showed.
 *
 * @param row the file's row of the manifest
 * @param verdict what was found
 * @param detail what exactly, in words; empty if all is well
 */
public record ManifestFinding(ManifestEntry row, Verdict verdict, String detail) {

  /** How a file compares with its row. */
  public enum Verdict {
    /** Size and digest are as the manifest says. */
    OK,
    /** There is no such file. */
    MISSING,
    /** The file has another size or digest, or can't be read. */
    DIFFERENT,
    /**
     * There is nothing to compare with: the file had failed, or its digest is not in the manifest,
     * in which case at least its size is right.
     */
    UNCHECKED
  }

  public ManifestFinding {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(detail, "detail");
  }
}
