// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.assemble.ManifestFinding;
import io.directio.assemble.ManifestFinding.Verdict;
import io.directio.assemble.ManifestVerifier;
import io.directio.assemble.s3.S3Destination;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.cli.export.ManifestSource;
import io.directio.cli.progress.Human;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares an export with its manifest. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Read exported files again and compare them with their manifest: size and CRC-32C.",
      "",
      "Needs no portal and no credentials of one. In a bucket the digest is taken from the store,"
          + " if it has computed one of the whole object, and the object is read if not. Files that"
          + " are missing or different are listed, and those that the export could not transfer:"
          + " with any of them the exit code is 3. Files that are in no manifest are ignored."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:%n  directio verify --in /mnt/export%n"
          + "  directio verify --in s3://bucket/prefix%n"
          + "  directio verify --in /mnt/copy --manifest s3://bucket/prefix",
      HelpText.S3_CREDENTIALS,
      HelpText.EXIT_CODES
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int REQUESTS = 32;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR|S3_URL",
      order = 1,
      description = "The folder that was exported to, or s3://bucket/prefix.")
  private String in;

  @Option(
      names = "--manifest",
      paramLabel = "FILE|DIR|S3_URL",
      order = 2,
      description =
          "The manifest, or a folder of manifests, of which the last one of each file counts."
              + " Default: those that exports have left in --in.")
  private String manifest;

  @Mixin private S3Options s3;

  @Option(
      names = "--json",
      order = 50,
      description = "Write one JSON object a line: what was found of each file, and a summary.")
  private boolean json;

  private final Console console;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!S3DestinationSpec.isS3(in) && (manifest == null || !S3DestinationSpec.isS3(manifest))) {
      s3.refuse("--in");
    }
    return S3DestinationSpec.isS3(in) ? bucket() : folder();
  }

  private int folder() throws IOException, InterruptedException {
    Path folder = path("--in", in);
    if (!Files.isDirectory(folder)) {
      throw Files.exists(folder) ? new NotDirectoryException(in) : new NoSuchFileException(in);
    }
    return verify(new ManifestVerifier(folder, Runtime.getRuntime().availableProcessors()));
  }

  private int bucket() throws IOException, InterruptedException {
    try (S3Destination bucket = s3.bucket("--in", in).look()) {
      return verify(new ManifestVerifier(bucket.published(), REQUESTS));
    }
  }

  private int verify(ManifestVerifier verifier) throws IOException, InterruptedException {
    Thread thread = Thread.currentThread();
    Consumer<ManifestFinding> listener =
        finding -> {
          show(finding);
          if (console.out().checkError()) {
            thread.interrupt();
          }
        };
    ManifestVerifier.Summary summary =
        console
            .interrupts()
            .during(
                thread::interrupt,
                () -> {
                  try (ManifestSource source = manifests(manifest == null ? in : manifest)) {
                    ManifestVerifier.Summary found = verifier.verify(source.path(), listener);
                    console.checkReader();
                    return found;
                  } catch (InterruptedException e) {
                    console.checkReader();
                    throw e;
                  }
                });
    summarise(summary);
    return (summary.isWell() ? ExitCode.OK : ExitCode.SOME_FILES_FAILED).number();
  }

  private ManifestSource manifests(String place) throws IOException {
    return S3DestinationSpec.isS3(place)
        ? ManifestSource.bucket(place, url -> s3.bucket("--manifest", url))
        : ManifestSource.folder(path("--manifest", place));
  }

  private static Path path(String option, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(
          option + " '" + text + "' can't be the name of a file", "choose another");
    }
  }

  private void show(ManifestFinding finding) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    if (json) {
      JsonLine.print(
          console.out(),
          line -> {
            line.writeStringField("type", "file");
            line.writeNumberField("file_id", finding.row().fileId());
            line.writeStringField("path", finding.row().path());
            line.writeStringField("verdict", verdict);
            line.writeStringField("detail", finding.detail());
          });
    } else if (finding.verdict() != Verdict.OK) {
      console
          .out()
          .printf(
              "%-9s  %s (file %d): %s%n",
              verdict,
              ErrorLines.printable(finding.row().path()),
              finding.row().fileId(),
              ErrorLines.printable(finding.detail()));
    }
  }

  private void summarise(ManifestVerifier.Summary summary) {
    if (summary.missing() + summary.different() > 0) {
      console.hint(
          "delete the files that are different, and export again: it brings what is missing");
    }
    if (summary.unchecked() > 0) {
      console.hint("export again to try those that were not transferred");
    }
    if (summary.torn()) {
      console.warn(
          "a manifest ends with half a row: its export was killed, and some files may not be in"
              + " it");
    }
    if (json) {
      JsonLine.print(
          console.out(),
          line -> {
            line.writeStringField("type", "summary");
            line.writeNumberField("files_ok", summary.ok());
            line.writeNumberField("files_missing", summary.missing());
            line.writeNumberField("files_different", summary.different());
            line.writeNumberField("files_unchecked", summary.unchecked());
            line.writeNumberField("bytes", summary.bytes());
          });
      return;
    }
    console
        .out()
        .printf(
            "%s (%s) as in the manifest, %,d missing, %,d different, %,d not checked%n",
            Human.count(summary.ok(), "file"),
            Human.bytes(summary.bytes()),
            summary.missing(),
            summary.different(),
            summary.unchecked());
  }
}
