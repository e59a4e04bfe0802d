// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.directio.beam.coders.WholeFile;
import io.directio.emulator.BlockSize;
import io.directio.emulator.Emulator;
import io.directio.plan.SplitPlanner;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.values.PDone;
import org.junit.jupiter.api.Test;

class ReadFilesTest {

  @Test
  void givesSmallFilesWholeAndReportsTheOthers() throws Exception {
    byte[] content = TestPortal.bytes(35_000, 1);
    try (TestPortal portal =
        TestPortal.start(
            Emulator.builder()
                .file("empty", new byte[0])
                .file("small", content)
                .file("large", TestPortal.bytes(50_001, 2))
                .blockSize(BlockSize.fixed(10_000)))) {
      Collected<WholeFile> files = new Collected<>();
      Collected<BadRecord> bad = new Collected<>();
      Pipeline pipeline = Pipeline.create();
      try (BadRecordErrorHandler<PDone> handler = pipeline.registerBadRecordErrorHandler(bad)) {
        pipeline
            .apply(DirectIO.fileIds(portal.ids()))
            .apply(
                DirectIO.readFiles(portal.client()).withMaxBytes(50_000).withErrorHandler(handler))
            .apply(files);
      }
      pipeline.run().waitUntilFinish();

      assertThat(files.elements())
          .extracting(WholeFile::bytes)
          .containsExactlyInAnyOrder(new byte[0], content);
      assertThat(bad.elements())
          .singleElement()
          .satisfies(
              record ->
                  assertThat(record.getFailure().getException()).contains("more than 50000 bytes"));
      assertThat(portal.emulator().requests().portalCalls()).isEqualTo(3);
      assertThat(portal.emulator().requests().gets("large")).isZero();
    }
  }

  @Test
  void refusesSettingsThatCantBe() throws Exception {
    try (TestPortal portal = TestPortal.start(Emulator.builder().file("f", new byte[1]))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DirectIO.readFiles(portal.client()).withMaxBytes(65L << 20));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DirectIO.readAll(portal.client()).withMaxRunBytes(0));
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  DirectIO.readAll(portal.client())
                      .withSmallFileThreshold(SplitPlanner.DEFAULT.unitBytes() - 2));
      for (String name : List.of("", ".hidden", "a/b")) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> DirectIO.write(java.nio.file.Path.of("x")).withManifestName(name));
      }
      assertThat(portal.emulator().requests().portalCalls()).isZero();
    }
  }
}
