// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import io.directio.FileRef;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a worker is to read.
 *
 * @param portal where
 * @param firstId id of the first file; those of the others follow
 * @param files number of files
 * @param fileSize bytes of each
 * @param fetches blocks that are fetched at once
 * @param listings portal calls that are made at once
 * @param bucket address of an S3 service with a bucket to write to
 * @param directory where to write, in a new directory for each round
 */
record Job(
    URI portal,
    long firstId,
    int files,
    long fileSize,
    int fetches,
    int listings,
    URI bucket,
    Path directory) {

  /** The default of the client. */
  static final int USUAL_FETCHES = 64;

  /** The default of the client. */
  static final int USUAL_LISTINGS = 32;

  static Job of(Portal portal, int fetches, Path directory) {
    return new Job(
        portal.address(),
        portal.firstId(),
        portal.scene().files(),
        portal.scene().fileSize(),
        fetches,
        USUAL_LISTINGS,
        portal.bucket(),
        directory);
  }

  /** The same with another number of portal calls at once. */
  Job withListings(int atOnce) {
    return new Job(portal, firstId, files, fileSize, fetches, atOnce, bucket, directory);
  }

  long bytes() {
    return files * fileSize;
  }

  /** The files; nothing is known of them but their ids. */
  List<FileRef> refs() {
    return LongStream.range(firstId, firstId + files).mapToObj(FileRef::ofId).toList();
  }

  List<String> toArguments() {
    return List.of(
        portal.toString(),
        Long.toString(firstId),
        Integer.toString(files),
        Long.toString(fileSize),
        Integer.toString(fetches),
        Integer.toString(listings),
        bucket.toString(),
        directory.toString());
  }

  static Job parse(List<String> arguments) {
    return new Job(
        URI.create(arguments.get(0)),
        Long.parseLong(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Long.parseLong(arguments.get(3)),
        Integer.parseInt(arguments.get(4)),
        Integer.parseInt(arguments.get(5)),
        URI.create(arguments.get(6)),
        Path.of(arguments.get(7)));
  }
}
