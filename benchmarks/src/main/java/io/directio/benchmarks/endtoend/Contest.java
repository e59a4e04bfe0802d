// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks.endtoend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Workers that take turns: each does a round, then each does the next one, so that whatever else
 * the machine does meets all of them alike.
 */
final class Contest implements AutoCloseable {

  /** Java's own settings that Flink asks for, the older one for more; harmless to the others. */
  private static final List<String> OPTIONS =
      List.of(
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  private static final List<String> MEMORY = List.of("-Xms1g", "-Xmx2g");

  private final List<String> names = new ArrayList<>();
  private final List<ChildJvm> workers = new ArrayList<>();
  private final List<Portal> portals = new ArrayList<>();
  private final List<List<Costs>> rounds = new ArrayList<>();

  /** Adds a worker with the usual memory. */
  Contest with(Contestant contestant, Portal portal, Job job) throws IOException {
    return with(contestant, portal, job, MEMORY);
  }

  /** Adds a worker; what this process was given in {@code directio.worker} reaches its JVM. */
  Contest with(Contestant contestant, Portal portal, Job job, List<String> options)
      throws IOException {
    List<String> all = new ArrayList<>(OPTIONS);
    all.addAll(options);
    Arrays.stream(System.getProperty("directio.worker", "").split(" "))
        .filter(option -> !option.isEmpty())
        .map(option -> option.replace("VARIANT", contestant.name()))
        .forEach(all::add);
    List<String> arguments = new ArrayList<>(List.of(contestant.name()));
    arguments.addAll(job.toArguments());
    workers.add(ChildJvm.start(contestant.program(), all, arguments, portal.credentials()));
    names.add(contestant.name());
    portals.add(portal);
    return this;
  }

  /**
   * Lets them take turns.
   *
   * @param warmUps rounds that do not count
   * @param counted rounds that do
   */
  Contest run(int warmUps, int counted) throws IOException {
    for (int round = -warmUps; round < counted; round++) {
      List<Costs> costs = new ArrayList<>();
      for (int i = 0; i < workers.size(); i++) {
        Portal.Load before = portals.get(i).load();
        workers.get(i).say("go");
        String[] answer = workers.get(i).hear();
        Costs cost = Costs.parse(answer).withServer(portals.get(i).load().since(before));
        costs.add(cost);
        System.out.printf(
            Locale.ROOT,
            "  %-12s %6.0f MB/s %6.2f CPU s/GB %5.1f s%s%n",
            names.get(i),
            cost.speed(),
            cost.cpuPerGb(),
            cost.wallNanos() / 1e9,
            round < 0 ? " (warm-up)" : "");
      }
      if (round >= 0) {
        rounds.add(costs);
      }
    }
    return this;
  }

  /** What the only round of the only worker has cost. */
  Costs only() {
    return rounds.get(0).get(0);
  }

  /** The median of a figure of one worker, by its number. */
  double median(int worker, ToDoubleFunction<Costs> figure) {
    return median(rounds.stream().mapToDouble(round -> figure.applyAsDouble(round.get(worker))));
  }

  /** The largest figure of one worker, by its number. */
  double most(int worker, ToDoubleFunction<Costs> figure) {
    return rounds.stream()
        .mapToDouble(round -> figure.applyAsDouble(round.get(worker)))
        .max()
        .orElse(Double.NaN);
  }

  /** The sum of a figure of one worker, by its number. */
  double sum(int worker, ToDoubleFunction<Costs> figure) {
    return rounds.stream().mapToDouble(round -> figure.applyAsDouble(round.get(worker))).sum();
  }

  /** The median, over the rounds, of a figure that compares workers in one round. */
  double ratio(ToDoubleFunction<List<Costs>> figure) {
    return median(rounds.stream().mapToDouble(figure));
  }

  private static double median(DoubleStream figures) {
    double[] sorted = figures.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (ChildJvm worker : workers) {
      try {
        worker.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
