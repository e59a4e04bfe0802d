// SPDX-License-Identifier: Apache-2.0
package io.directio.benchmarks;

import io.directio.benchmarks.codec.CodecPart;
import io.directio.benchmarks.endtoend.EndToEndPart;
import io.directio.benchmarks.report.Machine;
import io.directio.benchmarks.report.Report;
import io.directio.benchmarks.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command behind {@code benchmarks/run}: runs the parts and writes the report. Exits with 0 if
 * every figure reaches its bar, 1 if one does not, 2 if the arguments are wrong.
 */
public final class Benchmarks {

  /** All parts, in the order of the report. */
  private static final List<Part> PARTS = List.of(new CodecPart(), new EndToEndPart());

  private Benchmarks() {}

  /**
   * @param args names of parts (all, if there is none), {@code --quick}, {@code --report FILE}
   */
  public static void main(String[] args) throws Exception {
    Effort effort = Effort.FULL;
    Path report = Path.of(System.getProperty("directio.report", "REPORT.md"));
    List<Part> chosen = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals("--quick")) {
        effort = Effort.QUICK;
      } else if (args[i].equals("--report") && i + 1 < args.length) {
        report = Path.of(args[++i]);
      } else {
        String name = args[i];
        Optional<Part> part = PARTS.stream().filter(p -> p.name().equals(name)).findFirst();
        if (part.isEmpty()) {
          System.err.println(
              "No such part or option: '"
                  + name
                  + "'. There are --quick, --report FILE, and the parts "
                  + PARTS.stream().map(Part::name).collect(Collectors.joining(", ")));
          System.exit(2);
        }
        chosen.add(part.get());
      }
    }
    Machine machine = Machine.current();
    List<Section> sections = new ArrayList<>();
    for (Part part : chosen.isEmpty() ? PARTS : chosen) {
      sections.add(part.measure(effort));
    }
    String text = new Report(machine, sections).toMarkdown();
    Files.writeString(report, text);
    System.out.println();
    System.out.println(text);
    System.out.println("Written to " + report.toAbsolutePath());
    if (sections.stream().anyMatch(Section::missesABar)) {
      System.out.println("At least one figure misses its bar.");
      System.exit(1);
    }
  }
}
