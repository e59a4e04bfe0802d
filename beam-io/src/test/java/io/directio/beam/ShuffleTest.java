// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import static org.assertj.core.api.Assertions.assertThat;

import io.directio.beam.coders.BlockCoder;
import io.directio.beam.coders.ReadResultCoder;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Redistribute;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.junit.jupiter.api.Test;

/** A shuffle is where a runner materialises what goes through, so what does is worth a look. */
class ShuffleTest {

  private static final ClientOptions CLIENT =
      ClientOptions.of(URI.create("https://portal.invalid"));

  /** The coders of all that a pipeline groups or spreads. */
  private static List<Coder<?>> shuffled(Pipeline pipeline) {
    List<Coder<?>> coders = new ArrayList<>();
    pipeline.traverseTopologically(
        new PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            look(node);
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            look(node);
          }

          private void look(TransformHierarchy.Node node) {
            Object transform = node.getTransform();
            if (transform instanceof GroupByKey
                || transform instanceof Reshuffle
                || transform instanceof Reshuffle.ViaRandomKey
                || transform instanceof Redistribute.RedistributeArbitrarily) {
              for (PValue input : node.getInputs().values()) {
                coders.add(((PCollection<?>) input).getCoder());
              }
            }
          }
        });
    return coders;
  }

  private static boolean holdsBlocks(Coder<?> coder) {
    return coder instanceof BlockCoder
        || coder instanceof ReadResultCoder
        || coder.getCoderArguments() != null
            && coder.getCoderArguments().stream().anyMatch(ShuffleTest::holdsBlocks);
  }

  @Test
  void anExportShufflesReferencesAndReceiptsButNoBlocks() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(DirectIO.fileIds(1, 2)).apply(DirectIO.export(CLIENT, Path.of("out")));
    assertThat(shuffled(pipeline)).hasSizeGreaterThanOrEqualTo(3).noneMatch(c -> holdsBlocks(c));
  }

  @Test
  void readingShufflesReferencesOnly() {
    Pipeline pipeline = Pipeline.create();
    pipeline.apply(DirectIO.read(CLIENT).withFileIds(1, 2));
    assertThat(shuffled(pipeline)).isNotEmpty().noneMatch(c -> holdsBlocks(c));
  }

  @Test
  void wouldFindBlocksThatAreShuffled() {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply(DirectIO.read(CLIENT).withFileIds(1))
        .apply("A user's shuffle", Redistribute.arbitrarily());
    assertThat(shuffled(pipeline)).anyMatch(c -> holdsBlocks(c));
  }
}
