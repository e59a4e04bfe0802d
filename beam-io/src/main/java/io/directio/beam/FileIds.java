// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import io.directio.FileRef;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/** Files that are named by their ids alone; see {@link DirectIO#fileIds}. */
public final class FileIds extends PTransform<PBegin, PCollection<FileRef>> {

  private static final long serialVersionUID = 1L;

  private final List<Long> ids;
  private final String files; // null if the ids were given

  private FileIds(List<Long> ids, String files) {
    this.ids = ids;
    this.files = files;
  }

  static FileIds of(long... ids) {
    return new FileIds(LongStream.of(ids).boxed().toList(), null);
  }

  static FileIds in(String files) {
    return new FileIds(List.of(), Objects.requireNonNull(files, "files"));
  }

  @Override
  public PCollection<FileRef> expand(PBegin input) {
    if (files == null) {
      return input.apply(
          "Given ids",
          Create.of(ids.stream().map(FileRef::ofId).toList())
              .withType(TypeDescriptor.of(FileRef.class)));
    }
    return input
        .apply("Read lines", TextIO.read().from(files))
        .apply("Parse ids", ParDo.of(new ParseFn(files)));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder.addIfNotNull(DisplayData.item("files", files).withLabel("Files with ids"));
    builder.addIfNotDefault(DisplayData.item("ids", ids.size()).withLabel("Given ids"), 0);
  }

  private static final class ParseFn extends DoFn<String, FileRef> {
    private static final long serialVersionUID = 1L;

    /** Far more than an id needs. */
    private static final int SHOWN = 40;

    private final String files;

    ParseFn(String files) {
      this.files = files;
    }

    @ProcessElement
    public void process(@Element String line, OutputReceiver<FileRef> out) {
      String text = line.strip();
      if (text.startsWith("\uFEFF")) {
        text = text.substring(1).strip();
      }
      if (!text.isEmpty() && !text.startsWith("#")) {
        out.output(FileRef.ofId(parse(text)));
      }
    }

    private long parse(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        throw new IllegalArgumentException(
            "'" + shown + "' in " + files + " is no file id: one number in each line", e);
      }
    }
  }
}
