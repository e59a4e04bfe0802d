// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.codec;

import io.directio.benchmarks.Effort;
import io.directio.benchmarks.Part;
import io.directio.benchmarks.report.Bar;
import io.directio.benchmarks.report.Section;
import io.directio.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Decoding of blocks: speed against its bare steps, and allocation. */
public final class CodecPart implements Part {

  /** Fixed blocks, and the average of variable ones. */
  private static final String LARGE = "4194304";

  private static final String SMALL = "524288";

  private static final double LEAST_RATIO = 0.85;
  private static final double MOST_ALLOCATED_PER_BYTE = 0.01;

  @Override
  public String name() {
    return "codec";
  }

  @Override
  public Section measure(Effort effort) throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    if (effort == Effort.QUICK) {
      results.addAll(
          run(
              options()
                  .param("files", "CLASSES")
                  .param("format", "SNAPPY_FRAMED", "NONE")
                  .param("encrypted", "true")
                  .param("blockSize", LARGE)));
    } else {
      results.addAll(run(options().param("blockSize", LARGE)));
      results.addAll(run(options().param("blockSize", SMALL).param("encrypted", "true")));
    }
    return section(Figures.of(results));
  }

  private static ChainedOptionsBuilder options() {
    return new OptionsBuilder()
        .include(CodecBenchmark.class.getName() + "\\.")
        .addProfiler(GCProfiler.class)
        .shouldFailOnError(true);
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }

  private static Section section(List<Figures> all) {
    Table table =
        new Table(
            "blocks of real files",
            "stored",
            "whole",
            "AES",
            "decompress",
            "CRC-32C",
            "whole / bare steps",
            "allocated B/byte");
    all.forEach(figures -> table.row(figures.cells()));
    double ratio =
        all.stream().filter(Figures::isPromised).mapToDouble(Figures::ratio).min().orElse(0);
    double allocated = all.stream().mapToDouble(Figures::allocatedPerByte).max().orElse(Double.NaN);
    return new Section(
        "Codec: decrypt, decompress, verify, digest",
        """
        One thread. *stored*: bytes of the object per byte of the block. *whole* and its three \
        bare steps: MB of plain bytes per second of the thread's CPU time, taken in turn on the \
        same blocks in one JVM. The bare steps work from one existing array into another and check \
        nothing: AES-256-CBC in 16 KB pieces, one native snappy call a chunk or `Inflater` and \
        CRC-32, and CRC-32C; a copy stands for decompression where a block is neither compressed \
        nor encrypted. *whole / bare steps*: time of the bare steps divided by the time of the \
        whole; 1 means that checks and bookkeeping cost nothing. *allocated*: by the whole alone, \
        in a JVM of its own, as JMH's `gc` profiler tells it. CLASSES is the JDK's `lib/modules`, \
        JARS are the jars of the class path.""",
        List.of(
            Bar.atLeast(
                "encrypted snappy blocks, whole / bare steps, the lowest", ratio, LEAST_RATIO),
            Bar.atMost(
                "allocated bytes per byte, the highest", allocated, MOST_ALLOCATED_PER_BYTE)),
        List.of(table));
  }

  /** What the two benchmarks found for one kind of block. */
  private record Figures(RunResult decode, RunResult steps) {

    static List<Figures> of(Collection<RunResult> results) {
      return results.stream()
          .filter(result -> isOf(result, "decode"))
          .map(
              decode ->
                  new Figures(
                      decode,
                      results.stream()
                          .filter(result -> isOf(result, "decodeAndBareSteps"))
                          .filter(result -> kind(result).equals(kind(decode)))
                          .findFirst()
                          .orElseThrow()))
          .toList();
    }

    boolean isPromised() {
      return encrypted() && param(decode, "format").startsWith("SNAPPY");
    }

    double ratio() {
      return (cost("decrypt") + cost("decompress") + cost("digest")) / cost("whole");
    }

    double allocatedPerByte() {
      return decode.getSecondaryResults().values().stream()
              .filter(result -> result.getLabel().endsWith("gc.alloc.rate.norm"))
              .findFirst()
              .orElseThrow()
              .getScore()
          / blockSize();
    }

    String[] cells() {
      boolean copies = !encrypted() || !param(decode, "format").equals("NONE");
      return new String[] {
        kind(decode),
        text("%.2f", cost("storedBytes") / cost("plainBytes")),
        speed("whole"),
        encrypted() ? speed("decrypt") : "",
        copies ? speed("decompress") : "",
        speed("digest"),
        text("%.2f", ratio()),
        text("%.5f", allocatedPerByte())
      };
    }

    private boolean encrypted() {
      return Boolean.parseBoolean(param(decode, "encrypted"));
    }

    private int blockSize() {
      return Integer.parseInt(param(decode, "blockSize"));
    }

    private String speed(String cost) {
      return text("%.0f", cost("plainBytes") / cost(cost) * 1e3);
    }

    private double cost(String name) {
      return steps.getSecondaryResults().get(name).getScore();
    }

    private static boolean isOf(RunResult result, String method) {
      return result.getParams().getBenchmark().endsWith("." + method);
    }

    private static String kind(RunResult result) {
      return String.join(
          " ",
          param(result, "files"),
          Integer.parseInt(param(result, "blockSize")) / 1024 + " KB",
          param(result, "format").toLowerCase(Locale.ROOT).replace('_', ' '),
          Boolean.parseBoolean(param(result, "encrypted")) ? "encrypted" : "plain");
    }

    private static String param(RunResult result, String name) {
      return result.getParams().getParam(name);
    }

    private static String text(String format, double value) {
      return String.format(Locale.ROOT, format, value);
    }
  }
}
