// SPDX-License-Identifier: Apache-2.0
package io.directio.beam.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import java.nio.file.Path;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.metrics.Lineage;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class SinkLineageTest {

  private static Set<String> sinks(SerializableFunction<Void, Void> report) {
    AwsOptions options = PipelineOptionsFactory.as(AwsOptions.class);
    options.setAwsRegion(Region.US_EAST_1);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new ReportFn(report)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return Lineage.query(result.metrics(), Lineage.Type.SINK);
  }

  private static Set<String> sinks(DestinationSpec destination) {
    return sinks(
        (Void any) -> {
          SinkLineage.report(destination);
          return any;
        });
  }

  private static final class ReportFn extends DoFn<Integer, Void> {
    private static final long serialVersionUID = 1L;

    private final SerializableFunction<Void, Void> report;

    ReportFn(SerializableFunction<Void, Void> report) {
      this.report = report;
    }

    @ProcessElement
    public void process() {
      report.apply(null);
    }
  }

  @Test
  void namesABucketAsBeamDoes() {
    Set<String> beams =
        sinks(
            (Void any) -> {
              FileSystems.reportSinkLineage(
                  FileSystems.matchNewResource("s3://bucket/some/folder/", true));
              return any;
            });
    assertThat(beams).hasSize(1).allMatch(sink -> sink.startsWith("s3:bucket."));
    assertThat(sinks(S3DestinationSpec.of("s3://bucket/some/folder"))).isEqualTo(beams);
    assertThat(sinks(FileSystemDestinationSpec.in("s3://bucket/some/folder"))).isEqualTo(beams);
  }

  @Test
  void namesAWholeBucket() {
    assertThat(sinks(S3DestinationSpec.of("s3://bucket"))).containsExactly("s3:bucket");
  }

  @Test
  void namesADirectory() {
    assertThat(sinks(LocalDestinationSpec.in(Path.of("/mnt/shared"))))
        .containsExactly("filesystem:/mnt/shared");
    assertThat(sinks(FileSystemDestinationSpec.in("/mnt/shared")))
        .containsExactly("filesystem:/mnt/shared");
  }
}
