// SPDX-License-Identifier: Apache-2.0
package io.directio;

import java.io.Serializable;
import java.util.Objects;

/**
 * One block to read: the smallest unit of work. It names the block and holds no signed URL and no
 * key: the worker that reads it leases them.
 *
 * @param file the file that the block belongs to
 * @param fingerprint the {@linkplain FilePlan#fingerprint() fingerprint} of the plan that the block
 *     was taken from; a worker that sees another one knows that the file has changed
 * @param block where the block lies
 */
public record BlockSplit(FileRef file, long fingerprint, BlockInfo block) implements Serializable {

  public BlockSplit {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(block, "block");
  }
}
