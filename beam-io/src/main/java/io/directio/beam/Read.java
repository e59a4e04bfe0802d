// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.Block;
import io.directio.read.ClientOptions;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Reads the blocks of files that are given by their ids: {@link FileIds}, then {@link ReadAll}. */
public final class Read extends PTransform<PBegin, PCollection<Block>> {

  private static final long serialVersionUID = 1L;

  private final FileIds files;
  private final ReadAll reading;

  private Read(FileIds files, ReadAll reading) {
    this.files = files;
    this.reading = reading;
  }

  static Read from(ClientOptions client) {
    return new Read(FileIds.of(), ReadAll.from(client));
  }

  /** The files with these ids. Default: none. */
  public Read withFileIds(long... ids) {
    return new Read(FileIds.of(ids), reading);
  }

  /** The files whose ids stand in text files, as {@link DirectIO#fileIdsIn} takes them. */
  public Read withFileIdsIn(String textFiles) {
    return new Read(FileIds.in(textFiles), reading);
  }

  /** Changes how they are read, such as {@code all -> all.withMaxRunBytes(1)}. */
  public Read withReading(UnaryOperator<ReadAll> change) {
    return new Read(files, Objects.requireNonNull(change.apply(reading), "changed"));
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
