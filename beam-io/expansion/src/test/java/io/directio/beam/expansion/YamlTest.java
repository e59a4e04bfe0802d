// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.expansion;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.beam.TestPortal;
import io.directio.emulator.EmulatedFile;
import io.directio.emulator.Emulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.schemas.utils.YamlUtils;
import org.apache.beam.sdk.values.PCollectionRowTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the YAML pipeline of the documentation, as Beam's YAML would: by providers and configs. */
class YamlTest {

  private static final Path DOCUMENT = Path.of("../../docs/beam.md");

  @TempDir Path directory;

  @Test
  @SuppressWarnings("unchecked") // YAML is maps and lists.
  void exportsAsTheDocumentationShows() throws Exception {
    Map<String, Object> document = YamlUtils.yamlStringToMap(snippet());
    Map<String, Object> provider = ((List<Map<String, Object>>) document.get("providers")).get(0);
    assertThat(provider).containsEntry("type", "javaJar");
    Map<String, String> identifiers = (Map<String, String>) provider.get("transforms");
    Map<String, Object> chain = (Map<String, Object>) document.get("pipeline");
    assertThat(chain).containsEntry("type", "chain");

    try (TestPortal portal =
        TestPortal.start(
            Emulator.builder()
                .file("projects/plan.txt", "a plan".getBytes())
                .file("others/none.txt", new byte[10]))) {
      Pipeline pipeline = Pipeline.create();
      PCollectionRowTuple files = PCollectionRowTuple.empty(pipeline);
      for (Map<String, Object> step : (List<Map<String, Object>>) chain.get("transforms")) {
        Map<String, Object> config = new HashMap<>((Map<String, Object>) step.get("config"));
        config.replace("portal", portal.emulator().portalUri().toString());
        config.replace("to", directory.toString());
        config.put("credentials_file", portal.credentialsFile().toString());
        SchemaTransformProvider transform = provider(identifiers.get(step.get("type")));
        Row row = YamlUtils.toBeamRow(config, transform.configurationSchema(), false);
        files = PCollectionRowTuple.of("input", files.apply(transform.from(row)).get("output"));
      }
      pipeline.run().waitUntilFinish();

      EmulatedFile plan = portal.emulator().file("projects/plan.txt");
      assertThat(directory.resolve(plan.path())).hasBinaryContent(TestPortal.bytesOf(plan));
      assertThat(directory.resolve("others")).doesNotExist();
    }
  }

  private static SchemaTransformProvider provider(String identifier) {
    return StreamSupport.stream(
            ServiceLoader.load(SchemaTransformProvider.class).spliterator(), false)
        .filter(provider -> provider.identifier().equals(identifier))
        .findAny()
        .orElseThrow();
  }

  private static String snippet() throws Exception {
    Matcher matcher =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
