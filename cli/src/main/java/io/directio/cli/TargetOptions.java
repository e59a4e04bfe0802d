// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.cli.export.ExportTarget;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an export goes: a folder, or a bucket of S3. */
final class TargetOptions {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      order = 4,
      description =
          "The folder to export to, made if it is not there; or a bucket, and a folder in it.")
  private String to;

  @Option(
      names = "--overwrite",
      order = 7,
      description =
          "Replace also what lies under the name of a file and was not exported by Direct IO;"
              + " without it, such a file fails.")
  private boolean overwrite;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      order = 40,
      description = "The S3 service, if it is not Amazon's own.")
  private URI endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      order = 41,
      description = "The bucket's region. Default: what the AWS SDK finds, such as AWS_REGION.")
  private String region;

  @Option(
      names = "--s3-path-style",
      order = 42,
      description = "Name the bucket in the path of URLs, as many services need it.")
  private boolean pathStyle;

  /**
   * The target.
   *
   * @throws UsageException if it is none
   */
  ExportTarget target() {
    if (S3DestinationSpec.isS3(to)) {
      try {
        return ExportTarget.bucket(
            S3DestinationSpec.of(to)
                .withEndpoint(endpoint)
                .withRegion(region)
                .withPathStyle(pathStyle)
                .withOverwriteForeign(overwrite));
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage(), "--to s3://bucket/prefix");
      }
    }
    if (endpoint != null || region != null || pathStyle) {
      throw new UsageException(
          "the --s3 options are for buckets, and --to names a folder", "--to s3://bucket/prefix");
    }
    try {
      return ExportTarget.folder(Path.of(to), overwrite);
    } catch (InvalidPathException e) {
      throw new UsageException("--to '" + to + "' can't be the name of a folder", "choose another");
    }
  }
}
