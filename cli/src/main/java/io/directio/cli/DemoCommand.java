// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.ManifestReader;
import io.directio.cli.demo.Comparison;
import io.directio.cli.demo.DemoPortal;
import io.directio.cli.demo.SampleFiles;
import io.directio.cli.export.EmbeddedFlink;
import io.directio.cli.export.ExportRun;
import io.directio.cli.export.ExportSummary;
import io.directio.cli.export.ExportTarget;
import io.directio.cli.export.ManifestFolder;
import io.directio.cli.progress.Human;
import io.directio.flink.source.FileSelection;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows an export from beginning to end on this machine alone. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Show an export on this machine alone: no portal, no account, no network needed.",
      "",
      "Starts a portal and an object storage, filled with real files; exports them with Flink over"
          + " real HTTP, with signed URLs, encrypted and compressed blocks; and compares every file"
          + " with its original, byte for byte."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExample:%n  directio demo --from ~/Documents --to /tmp/exported --web",
      HelpText.EXIT_CODES
    })
final class DemoCommand implements Callable<Integer>, Resumable {

  private static final int SHOWN_DIFFERENCES = 5;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "The folder whose files are exported. Default: files that are on this machine anyway,"
              + " those of the running Java and of this program.")
  private Path from;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "The folder to export to. What is there already is skipped. Default: a new one among the"
              + " temporary files.")
  private Path to;

  @Option(names = "--web", description = "Tell the address of Flink's web pages, to watch the job.")
  private boolean web;

  @Mixin private FlinkOptions flink;

  @Option(
      names = "--json",
      order = 50,
      description = "Write progress and summary as JSON, one object a line.")
  private boolean json;

  private final Console console;

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public boolean goesOn() {
    return to != null;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    flink.parallelism();
    SampleFiles samples = samples();
    Path target = to == null ? Files.createTempDirectory("directio-demo-") : to;
    PrintStream out = json ? console.err() : console.out();
    out.printf(
        "Direct IO demo: %s, %s, from %s%n",
        Human.count(samples.files().size(), "real file"),
        Human.bytes(samples.bytes()),
        ErrorLines.printable(from == null ? "this machine's Java and jars" : from.toString()));
    out.println("Preparing  cutting, compressing and encrypting them into blocks ...");
    try (DemoPortal portal = DemoPortal.start(samples.files())) {
      out.println("Portal     " + portal.address() + ", an emulator: listings and signed URLs");
      out.println("Storage    " + portal.storage() + ", S3: encrypted, compressed blocks");
      return export(samples, portal, target, out);
    }
  }

  private SampleFiles samples() throws IOException {
    if (from != null) {
      if (!Files.isDirectory(from)) {
        throw new NotDirectoryException(from.toString());
      }
      SampleFiles samples = SampleFiles.of(from);
      if (samples.files().isEmpty()) {
        throw new UsageException("'" + from + "' has no files", "name a folder that has some");
      }
      return samples;
    }
    SampleFiles samples = SampleFiles.ofThisMachine();
    if (!samples.isEnough()) {
      throw new UsageException(
          "only "
              + Human.count(samples.files().size(), "file")
              + " with "
              + Human.bytes(samples.bytes())
              + " were found on this machine, because its Java is a small one; the demo wants "
              + SampleFiles.ENOUGH_FILES
              + " with "
              + Human.bytes(SampleFiles.ENOUGH_BYTES),
          "name a folder of yours with --from DIR");
    }
    return samples;
  }

  private int export(SampleFiles samples, DemoPortal portal, Path target, PrintStream out)
      throws IOException, InterruptedException {
    List<FileRef> files = portal.files();
    ExportRun.Plan plan =
        new ExportRun.Plan(
            portal.client(),
            FileSelection.files(files),
            OptionalLong.of(files.size()),
            OptionalLong.of(samples.bytes()),
            ExportTarget.folder(target, false),
            ManifestFolder.run(console.clock().instant()),
            false);
    EmbeddedFlink cluster = flink.start(web, false);
    out.println(
        "Flink      "
            + Human.count(flink.parallelism(), "subtask")
            + " in this process"
            + (web ? ", to watch at " + cluster.webAddress() : ""));
    ExportReport report = ExportReport.of(plan, cluster, console, json);
    ExportSummary summary = report.summary();
    Instant exported = console.clock().instant();
    Thread thread = Thread.currentThread();
    Comparison comparison =
        console
            .interrupts()
            .during(thread::interrupt, () -> compare(samples, files, summary, target));
    Duration time = Duration.between(exported, console.clock().instant());
    if (json) {
      report.printJson(console.out());
      printJson(comparison, samples, target);
    } else {
      report.print(out);
      print(comparison, samples, time, out);
      printNext(target, summary, out);
    }
    boolean equal = comparison.equal() == samples.files().size();
    return (equal ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private static Comparison compare(
      SampleFiles samples, List<FileRef> files, ExportSummary summary, Path target)
      throws IOException, InterruptedException {
    Map<Long, String> paths =
        files.stream().collect(Collectors.toMap(FileRef::fileId, FileRef::path));
    Map<String, String> placed = new HashMap<>();
    try (ManifestReader reader = ManifestReader.open(summary.manifest())) {
      for (Optional<ManifestEntry> row = reader.next(); row.isPresent(); row = reader.next()) {
        if (row.get().status() != ManifestEntry.Status.FAILED) {
          placed.put(paths.get(row.get().fileId()), row.get().path());
        }
      }
    }
    return Comparison.of(samples.files(), target, placed);
  }

  private static void print(
      Comparison comparison, SampleFiles samples, Duration time, PrintStream out) {
    int count = samples.files().size();
    if (comparison.differences().isEmpty()) {
      out.printf(
          "Verified   all %s are equal to their originals, byte for byte (%s)%n",
          Human.count(count, "file"), Human.seconds(time));
      return;
    }
    out.printf(
        "Verified   %,d of %,d files are equal to their originals%n", comparison.equal(), count);
    comparison.differences().stream()
        .limit(SHOWN_DIFFERENCES)
        .forEach(difference -> out.println("  " + ErrorLines.printable(difference)));
  }

  private void printJson(Comparison comparison, SampleFiles samples, Path target) {
    JsonLine.print(
        console.out(),
        line -> {
          line.writeStringField("type", "verification");
          line.writeNumberField("files_equal", comparison.equal());
          line.writeNumberField("files_different", samples.files().size() - comparison.equal());
          line.writeNumberField("bytes_equal", comparison.bytes());
          line.writeStringField("output", target.toString());
        });
  }

  private void printNext(Path target, ExportSummary summary, PrintStream out) {
    String folder = ErrorLines.printable(target.toString());
    String source = from == null ? System.getProperty("java.home") : from.toString();
    out.println("Output     " + folder);
    out.println("Manifest   " + ErrorLines.printable(summary.manifest().toString()));
    out.println();
    out.println("Try next:");
    out.println("  ./directio verify --in " + folder);
    out.println(
        "  ./directio emulator --from "
            + ErrorLines.printable(source)
            + "   a portal that stays, for stat, download and export");
    out.println("  ./directio --help");
    if (to == null) {
      out.println("The output is yours to delete: rm -r " + folder);
    }
  }
}
