// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.rows;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Where files are written, and the result of it. */
final class DestinationFields {

  static final List<Field> FIELDS =
      List.of(
          Configuration.required(
              "to",
              FieldType.STRING,
              "Where the files go: a directory that all workers see, s3://bucket/prefix, or a"
                  + " directory on another of Beam's file systems, such as gs://bucket/prefix"),
          Configuration.optional(
              "s3_endpoint", FieldType.STRING, "URL of the S3 service, unless it is Amazon's"),
          Configuration.optional(
              "s3_region",
              FieldType.STRING,
              "Its region. Default: what the workers' environment says"),
          Configuration.optional(
              "s3_path_style",
              FieldType.BOOLEAN,
              "Whether buckets are named in the path of URLs. Default: false"),
          Configuration.optional(
              "overwrite_foreign",
              FieldType.BOOLEAN,
              "Whether files that stand there already, and are not of an export, are replaced."
                  + " Default: false, the exported file fails"),
          Configuration.optional(
              "manifest_directory",
              FieldType.STRING,
              "Directory for the manifest. Default: .directio/manifest at the destination"),
          Configuration.optional(
              "manifest_name", FieldType.STRING, "Name of the manifest. Default: that of the job"));

  /** The one row of the manifest's output. */
  static final Schema MANIFEST = Schema.builder().addStringField("manifest").build();

  private DestinationFields() {}

  static DestinationSpec destination(Configuration configuration) {
    String to = configuration.text("to").orElseThrow();
    boolean overwrite = configuration.flag("overwrite_foreign", false);
    if (!S3DestinationSpec.isS3(to) && to.contains("://")) {
      return FileSystemDestinationSpec.in(to).withOverwriteForeign(overwrite);
    }
    if (!S3DestinationSpec.isS3(to)) {
      return LocalDestinationSpec.in(Path.of(to)).withOverwriteForeign(overwrite);
    }
    S3DestinationSpec bucket =
        S3DestinationSpec.of(to)
            .withPathStyle(configuration.flag("s3_path_style", false))
            .withOverwriteForeign(overwrite);
    if (configuration.text("s3_endpoint").isPresent()) {
      bucket = bucket.withEndpoint(URI.create(configuration.text("s3_endpoint").get()));
    }
    return configuration.text("s3_region").map(bucket::withRegion).orElse(bucket);
  }

  static Row manifest(String where) {
    return Row.withSchema(MANIFEST).addValue(where).build();
  }

  /** Tells an export or a write where its manifest goes and what it is called, as configured. */
  static <W> W withManifest(
      Configuration configuration,
      W writing,
      BiFunction<W, Path, W> inDirectory,
      BiFunction<W, String, W> named) {
    W placed =
        configuration
            .text("manifest_directory")
            .map(directory -> inDirectory.apply(writing, Path.of(directory)))
            .orElse(writing);
    return configuration
        .text("manifest_name")
        .map(name -> named.apply(placed, name))
        .orElse(placed);
  }
}
