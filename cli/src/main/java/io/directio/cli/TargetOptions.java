// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.cli.export.ExportTarget;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where an export goes: a folder, or a bucket of S3. */
final class TargetOptions {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR|S3_URL",
      order = 4,
      description = "The folder to export to, made if it is not there; or s3://bucket/prefix.")
  private String to;

  @Option(
      names = "--overwrite",
      order = 7,
      description =
          "Replace also what lies under the name of a file and was not exported by Direct IO;"
              + " without it, such a file fails.")
  private boolean overwrite;

  @Mixin private S3Options s3;

  /**
   * The target.
   *
   * @throws UsageException if it is none
   */
  ExportTarget target() {
    if (S3DestinationSpec.isS3(to)) {
      return ExportTarget.bucket(s3.bucket("--to", to).withOverwriteForeign(overwrite));
    }
    s3.refuse("--to");
    try {
      return ExportTarget.folder(Path.of(to), overwrite);
    } catch (InvalidPathException e) {
      throw new UsageException("--to '" + to + "' can't be the name of a folder", "choose another");
    }
  }
}
