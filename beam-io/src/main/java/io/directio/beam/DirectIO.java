// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.nio.file.Path;

/**
 * Reads files of a portal in parallel, block by block, and assembles blocks into files.
 *
 * <h2>Which files</h2>
 *
 * <p>All that reads takes a {@code PCollection<FileRef>}, wherever that comes from: {@link
 * #fileIds(long...)}, {@link #fileIdsIn(String)}, {@link #filesIn what is in folders}, or a table
 * of yours; {@link io.directio.FileRef} has a Beam schema, so {@code
 * Convert.fromRows(FileRef.class)} makes them of rows with a {@code file_id}.
 *
 * <h2>Reading</h2>
 *
 * <pre>{@code
 * PCollection<Block> blocks =
 *     pipeline.apply(DirectIO.read(ClientOptions.of(portal)).withFileIds(12345, 67890));
 * }</pre>
 *
 * <p>{@link #read} and {@link #readAll} give blocks, in no order; {@link #readFiles} gives whole
 * files that are small enough. A file that can't be read goes to an {@linkplain
 * ReadAll#withErrorHandler error handler}; without one it fails the pipeline.
 *
 * <h2>Writing</h2>
 *
 * <pre>{@code
 * WriteResult result =
 *     pipeline
 *         .apply(DirectIO.fileIdsIn("gs://bucket/ids.txt"))
 *         .apply(DirectIO.export(ClientOptions.of(portal), Path.of("/mnt/shared/export")));
 * result.failed().apply(…);
 * }</pre>
 *
 * <p>{@link #export} reads and writes in the same bundle, so that no block is shuffled; {@link
 * #write} takes blocks that your own transforms have passed on. A file appears only when it is
 * whole. One bad file never stops an export: it ends in {@link
 * io.directio.beam.write.WriteResult#failed()} and in the manifest. Destinations are directories
 * that all workers see, buckets ({@link io.directio.assemble.s3.S3DestinationSpec}), and Beam's
 * file systems ({@link io.directio.beam.filesystem.FileSystemDestinationSpec}).
 *
 * <h2>Times and windows</h2>
 *
 * <p>What is given by ids has Beam's earliest time, what is in folders the time at which it was
 * changed; a block has the time and the window of its file's reference. The watermark of what is
 * followed is told by {@link ReadEvents}. Sources are in the global window. {@link #write} and
 * {@link #export} take any windows, publish what is whole at the end of each, and give results in
 * the window of their input.
 *
 * <h2>What is made besides</h2>
 *
 * <p>Destinations keep what is partial, their manifests and their marks in {@code .directio}, below
 * their root. What dead runs have left there is removed by later ones, after a week.
 *
 * <h2>Limitations</h2>
 *
 * <p>Folders are listed by one worker. They can't be followed on Spark. Deletions are told by
 * {@link #readEvents}, but not applied at a destination.
 *
 * <h2>Authentication</h2>
 *
 * <p>{@link ClientOptions} name where they come from, by default the environment of each worker.
 * They are resolved there, and are in no pipeline option, no graph, no display data and no shuffle.
 */
public final class DirectIO {

  private DirectIO() {}

  /** Files by their ids; they are named by their ids. For more than some thousands use a file. */
  public static FileIds fileIds(long... ids) {
    return FileIds.of(ids);
  }

  /**
   * Files whose ids stand in text files, one in a line; blank lines and lines that start with
   * {@code #} are skipped.
   *
   * @param files a path or pattern that Beam's file systems can read
   */
  public static FileIds fileIdsIn(String files) {
    return FileIds.in(files);
  }

  /**
   * Files that are in cloud drive folders when the pipeline runs, as the Notification Service tells
   * them; and if they are {@linkplain FilesIn#following followed}, those that change. It takes a
   * user with a password, or a bearer token, besides what reading takes.
   *
   * @param client the portal, and how to reach it
   * @param folders which folders, and what in them; the default is everything
   */
  public static FilesIn filesIn(ClientOptions client, NotificationOptions folders) {
    return FilesIn.folders(client, folders);
  }

  /**
   * Tells what is in folders, and what changes in them, without reading a file. It takes a user
   * with a password, or a bearer token.
   */
  public static ReadEvents readEvents(ClientOptions client) {
    return ReadEvents.from(client);
  }

  /** Reads the blocks of files that are given by their ids, or are in folders. */
  public static Read read(ClientOptions client) {
    return Read.from(client);
  }

  /** Reads the blocks of files that come as references. */
  public static ReadAll readAll(ClientOptions client) {
    return ReadAll.from(client);
  }

  /** Reads small files whole. */
  public static ReadFiles readFiles(ClientOptions client) {
    return ReadFiles.from(client);
  }

  /** Assembles blocks into files in a directory that all workers see. */
  public static Write write(Path directory) {
    return write(LocalDestinationSpec.in(directory));
  }

  /** Assembles blocks into files. */
  public static Write write(DestinationSpec destination) {
    return Write.to(destination);
  }

  /** Copies files to a directory that all workers see. */
  public static Export export(ClientOptions client, Path directory) {
    return export(client, LocalDestinationSpec.in(directory));
  }

  /** Copies files to a destination. */
  public static Export export(ClientOptions client, DestinationSpec destination) {
    return Export.of(client, destination);
  }
}
