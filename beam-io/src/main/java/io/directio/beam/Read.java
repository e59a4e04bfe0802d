// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.Block;
import io.directio.FileRef;
import io.directio.notify.NotificationOptions;
import io.directio.read.ClientOptions;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the blocks of files that are given by their ids or are in folders: {@link FileIds} or
 * {@link FilesIn}, then {@link ReadAll}. The last choice of files counts.
 */
public final class Read extends PTransform<PBegin, PCollection<Block>> {

  private static final long serialVersionUID = 1L;

  private final ClientOptions client;
  private final PTransform<PBegin, PCollection<FileRef>> files;
  private final ReadAll reading;

  private Read(
      ClientOptions client, PTransform<PBegin, PCollection<FileRef>> files, ReadAll reading) {
    this.client = client;
    this.files = files;
    this.reading = reading;
  }

  static Read from(ClientOptions client) {
    return new Read(client, FileIds.of(), ReadAll.from(client));
  }

  /** The files with these ids. Default: none. */
  public Read withFileIds(long... ids) {
    return new Read(client, FileIds.of(ids), reading);
  }

  /** The files whose ids stand in text files, as {@link DirectIO#fileIdsIn} takes them. */
  public Read withFileIdsIn(String textFiles) {
    return new Read(client, FileIds.in(textFiles), reading);
  }

  /** The files that are in folders, as {@link DirectIO#filesIn} gives them. */
  public Read withFilesIn(NotificationOptions folders) {
    return new Read(client, FilesIn.folders(client, folders), reading);
  }

  /**
   * The files that are in folders, and then, for ever, each that is created or changes, as {@link
   * FilesIn#following()} gives them.
   */
  public Read withFilesFollowedIn(NotificationOptions folders) {
    return new Read(client, FilesIn.folders(client, folders).following(), reading);
  }

  /** Changes how they are read, such as {@code all -> all.withMaxRunBytes(1)}. */
  public Read withReading(UnaryOperator<ReadAll> change) {
    return new Read(client, files, Objects.requireNonNull(change.apply(reading), "changed"));
  }

  @Override
  public PCollection<Block> expand(PBegin input) {
    return input.apply("Files", files).apply("Blocks", reading);
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.include("files", files).include("reading", reading);
  }
}
