// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.DateTimeZone;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.joda.time.format.DateTimeFormat;

/**
 * Writes lines into files; if there is no end of them, a file from time to time, as long as there
 * are some. Time is that of the clock: by the times of documents, there would be a file for each
 * minute in which one of them was changed, however long ago.
 */
final class WriteLines extends PTransform<PCollection<String>, PDone> {

  private static final long serialVersionUID = 1L;

  private static final String SUFFIX = ".jsonl";

  private final String prefix;
  private final Duration interval; // null if there is an end

  private WriteLines(String prefix, Duration interval) {
    this.prefix = prefix;
    this.interval = interval;
  }

  static WriteLines atTheEnd(String prefix) {
    return new WriteLines(prefix, null);
  }

  /** The files of a run have its time in their names, so that no other run replaces them. */
  static WriteLines every(Duration interval, String prefix) {
    String began =
        DateTimeFormat.forPattern("yyyyMMdd'T'HHmmss'Z'")
            .print(Instant.now().toDateTime(DateTimeZone.UTC));
    return new WriteLines(prefix + "-" + began, interval);
  }

  @Override
  public PDone expand(PCollection<String> lines) {
    TextIO.Write files = TextIO.write().to(prefix).withSuffix(SUFFIX);
    return interval == null
        ? lines.apply("Write", files)
        : lines
            .apply("From time to time", fired())
            .apply(
                "Write",
                files.withWindowedWrites().withShardNameTemplate("-P-SSSSS").withNumShards(1));
  }

  private Window<String> fired() {
    return Window.<String>configure()
        .triggering(
            Repeatedly.forever(AfterProcessingTime.pastFirstElementInPane().plusDelayOf(interval)))
        .withAllowedLateness(Duration.ZERO)
        .discardingFiredPanes();
  }
}
