// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks;

import io.directio.benchmarks.codec.CodecPart;
import io.directio.benchmarks.coordinator.EnumeratorPart;
import io.directio.benchmarks.coordinator.StatePart;
import io.directio.benchmarks.endtoend.EndToEnd;
import io.directio.benchmarks.report.Machine;
import io.directio.benchmarks.report.Report;
import io.directio.benchmarks.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command behind {@code benchmarks/run}: runs the parts and writes a report of each. Exits with
 * 0 if every figure reaches its bar, 1 if one does not, 2 if the arguments are wrong.
 */
public final class Benchmarks {

  /** All parts, in the order of the report. */
  private static final List<Part> PARTS =
      Stream.of(
              List.of(new CodecPart()),
              EndToEnd.parts(),
              List.of(new StatePart(), new EnumeratorPart()))
          .<Part>flatMap(List::stream)
          .toList();

  private Benchmarks() {}

  /**
   * @param args names of parts (all, if there is none), {@code --quick}, {@code --reports DIR}
   */
  public static void main(String[] args) throws Exception {
    Effort effort = Effort.FULL;
    Path reports = Path.of(System.getProperty("directio.reports", "reports"));
    List<Part> chosen = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        effort = Effort.QUICK;
      } else if (args[i].equals("--reports") && i + 1 < args.length) {
        reports = Path.of(args[++i]);
      } else {
        String name = args[i];
        Optional<Part> part = PARTS.stream().filter(p -> p.name().equals(name)).findFirst();
        if (part.isEmpty()) {
          System.err.println(
              "No such part or option: '"
                  + name
                  + "'. There are --quick, --reports DIR, and the parts "
                  + PARTS.stream().map(Part::name).collect(Collectors.joining(", ")));
          System.exit(2);
        }
        chosen.add(part.get());
      }
    }
    Files.createDirectories(reports);
    boolean missed = false;
    for (Part part : chosen.isEmpty() ? PARTS : chosen) {
      Machine machine = Machine.current();
      Section section = part.measure(effort);
      missed |= section.missesABar();
      String text = new Report(machine, section).toMarkdown();
      // At once, so that a run that is stopped leaves the parts that it has finished.
      Path report = reports.resolve(part.name() + ".md");
      Files.writeString(report, text);
      System.out.println();
      System.out.println(text);
      System.out.println("Written to " + report.toAbsolutePath());
    }
    if (missed) {
      System.out.println("At least one figure misses its bar.");
      System.exit(1);
    }
  }
}
