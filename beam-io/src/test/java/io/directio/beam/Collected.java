// SPDX-License-Identifier: Apache-2.0
package io.directio.beam;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Collects elements of a pipeline that runs in this JVM. */
public final class Collected<T> extends PTransform<PCollection<T>, PDone> {

  private static final long serialVersionUID = 1L;
  private static final Map<String, List<Object>> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  public Collected() {
    ALL.put(name, new CopyOnWriteArrayList<>());
  }

  @SuppressWarnings("unchecked") // Only elements of this type were added.
  public List<T> elements() {
    return (List<T>) ALL.get(name);
  }

  @Override
  public PDone expand(PCollection<T> input) {
    input.apply(ParDo.of(new CollectFn<>(name)));
    return PDone.in(input.getPipeline());
  }

  private static final class CollectFn<T> extends DoFn<T, Void> {
    private static final long serialVersionUID = 1L;
    private final String name;

    CollectFn(String name) {
      this.name = name;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      ALL.get(name).add(context.element());
    }
  }
}
