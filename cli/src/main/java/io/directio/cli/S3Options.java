// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.assemble.s3.S3DestinationSpec;
import java.net.URI;
import picocli.CommandLine.Option;

/** How a bucket of S3 is reached. */
final class S3Options {

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
   * A bucket, or a folder in one.
   *
   * @param option the option that names it
   * @throws UsageException if it is none
   */
  S3DestinationSpec bucket(String option, String url) {
    try {
      return S3DestinationSpec.of(url)
          .withEndpoint(endpoint)
          .withRegion(region)
          .withPathStyle(pathStyle);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), option + " s3://bucket/prefix");
    }
  }

  /**
   * Finds out that nothing is said about a bucket, as there is none.
   *
   * @param option the option that names a folder instead
   * @throws UsageException if something is
   */
  void refuse(String option) {
    if (endpoint != null || region != null || pathStyle) {
      throw new UsageException(
          "the --s3 options are for buckets, and " + option + " names a folder",
          option + " s3://bucket/prefix");
    }
  }
}
