// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.beam.write.WriteResult;
import io.directio.emulator.Emulator;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plants secrets, and looks for them wherever Beam puts what it knows. */
class SecretsTest {

  private static final String KEY_ID = "CANARY-ACCESS-KEY-ID";
  private static final String SECRET = "CANARYsecretACCESSkey0CANARYsecretACCESS";

  @TempDir Path directory;

  private static byte[] serialized(Serializable value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static void assertClean(Map<String, byte[]> places) {
    places.forEach(
        (place, bytes) ->
            assertThat(JobText.revealed(bytes))
                .as(place)
                .doesNotContain(KEY_ID)
                .doesNotContain(SECRET)
                .doesNotContain("X-Amz-Signature"));
  }

  @Test
  void areNowhereInAPipelineAndWhatItLeaves() throws Exception {
    try (TestPortal portal =
        TestPortal.start(
            Emulator.builder()
                .credentials(KEY_ID, SECRET)
                .file("a", new byte[100_000])
                .file("b", new byte[10]))) {
      Path out = directory.resolve("out");
      Export export =
          DirectIO.export(portal.client(), out).withSmallFileThreshold(50).withManifestName("run");
      ReadAll readAll = DirectIO.readAll(portal.client());
      Pipeline pipeline = Pipeline.create();
      WriteResult result = pipeline.apply(DirectIO.fileIds(portal.ids())).apply(export);
      result.failed().apply(new Collected<>());
      Map<String, byte[]> places = new TreeMap<>();
      places.put("proto", PipelineTranslation.toProto(pipeline).toByteArray());
      places.put("the export", serialized(export));
      places.put("reading", serialized(readAll));
      places.put("display data", DisplayData.from(export).toString().getBytes());
      places.put("options", pipeline.getOptions().toString().getBytes());
      pipeline.run().waitUntilFinish();
      try (Stream<Path> files = Files.walk(out)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          places.put(file.toString(), Files.readAllBytes(file));
        }
      }
      assertThat(places).hasSizeGreaterThan(7);
      assertClean(places);
    }
  }

  @Test
  void displayDataSaysWhatIsReadAndWhere() throws Exception {
    try (TestPortal portal = TestPortal.start(Emulator.builder().file("a", new byte[1]))) {
      DisplayData data = DisplayData.from(DirectIO.export(portal.client(), directory));
      assertThat(data.items().stream().map(DisplayData.Item::getKey).toList())
          .containsAll(List.of("portal", "credentials", "maxRunBytes", "destination"));
    }
  }
}
