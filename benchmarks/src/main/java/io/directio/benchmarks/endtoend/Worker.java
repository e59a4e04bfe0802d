// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The process of one variant: reads everything once for each line of its standard input, and says
 * on standard output what that has cost.
 */
final class Worker {

  private Worker() {}

  /** Opens a variant by its name. */
  @FunctionalInterface
  interface Opening {
    Work open(String variant, Job job) throws Exception;
  }

  /**
   * @param arguments the name of the variant, and the job
   */
  public static void main(String[] arguments) {
    serve(arguments, (variant, job) -> Variant.valueOf(variant).open(job));
  }

  /** Does what it is asked until standard input ends, and then ends the process. */
  static void serve(String[] arguments, Opening variants) {
    Job job = Job.parse(Arrays.asList(arguments).subList(1, arguments.length));
    HeapGauge heap = new HeapGauge();
    heap.start();
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Work work = variants.open(arguments[0], job)) {
      while (orders.readLine() != null) {
        System.out.println(ChildJvm.line(measure(work, job, heap).toWords()));
      }
    } catch (Throwable e) {
      System.out.println(ChildJvm.failure(e));
      System.exit(1);
    }
    // What is left are threads of libraries that nobody waits for.
    System.exit(0);
  }

  /** Processor time of this process so far, user and system. */
  static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static Costs measure(Work work, Job job, HeapGauge heap) throws Exception {
    work.prepare();
    heap.reset();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    Work.Round round = work.read();
    long wall = System.nanoTime() - start;
    cpu = cpuNanos() - cpu;
    work.tidy();
    if (round.bytes() != job.bytes()) {
      throw new IOException(round.bytes() + " bytes were read instead of " + job.bytes());
    }
    return new Costs(
        round.bytes(),
        wall - round.startUp().nanos(),
        round.startUp().nanos(),
        cpu - round.startUp().cpuNanos(),
        heap.peak(),
        heap.collections(),
        round.checkpoints(),
        round.exchangedBytes(),
        Portal.Load.NONE);
  }
}
