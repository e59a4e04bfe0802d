// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.Block;
import io.directio.BlockInfo;
import io.directio.Compression;
import io.directio.FileMetadata;
import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.beam.Collected;
import io.directio.beam.DirectIO;
import io.directio.beam.coders.BlockCoder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteFilesTest {

  private static final int FILES = 4_000;

  @TempDir Path directory;

  /** More than leaves at once, so parts of the first window leave while the second is written. */
  @Test
  void writesSeveralWindowsInOneLongBundle() {
    Collected<ManifestEntry> succeeded = new Collected<>();
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(Create.of(FILES))
        .apply(ParDo.of(new BlocksFn()))
        .setCoder(BlockCoder.of())
        .apply(Window.into(FixedWindows.of(Duration.standardMinutes(1))))
        .apply(DirectIO.write(directory).withManifestName("run"))
        .succeeded()
        .apply(succeeded);
    pipeline.run().waitUntilFinish();

    assertThat(succeeded.elements())
        .extracting(ManifestEntry::fileId)
        .doesNotHaveDuplicates()
        .hasSize(FILES);
  }

  /** Files of one block, all from one element and so in one bundle: a minute, then the next. */
  private static final class BlocksFn extends DoFn<Integer, Block> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element Integer files, OutputReceiver<Block> blocks) {
      for (int i = 0; i < files; i++) {
        Instant time = new Instant(i < files / 3 ? 1_000 : 61_000);
        blocks.outputWithTimestamp(file(i), time);
      }
    }

    private static Block file(int id) {
      byte[] bytes = {(byte) id};
      FileRef file = new FileRef(id, "f" + id, bytes.length, 1);
      FileMetadata metadata = new FileMetadata(file, bytes.length, 1, Compression.NONE, false, id);
      return new Block(metadata, new BlockInfo(1, 0, bytes.length), crc(bytes), bytes);
    }

    private static int crc(byte[] bytes) {
      CRC32C crc = new CRC32C();
      crc.update(bytes);
      return (int) crc.getValue();
    }
  }
}
