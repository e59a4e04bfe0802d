// SPDX-License-Identifier: Apache-2.0
package io.directio.cli;

import io.directio.DirectIOException;
import io.directio.ErrorCode;
import io.directio.FileMetadata;
import io.directio.read.DirectIOClient;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what files are. */
@Command(
    name = "stat",
    sortOptions = false,
    description = "Show the size, blocks, compression and encryption of files.",
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExample:%n  directio stat --portal https://portal.example.com 12345",
      HelpText.CREDENTIALS,
      HelpText.EXIT_CODES
    })
final class StatCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE_ID",
      converter = FileIdText.class,
      description = "The files' ids.")
  private List<Long> fileIds;

  @Mixin private PortalOptions portal;

  @Option(names = "--json", order = 50, description = "Write one JSON object a line.")
  private boolean json;

  private final Console console;

  StatCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Map<ErrorCode, Long> failures = new EnumMap<>(ErrorCode.class);
    boolean titled = false;
    try (DirectIOClient client = DirectIOClient.open(portal.client(console))) {
      for (long fileId : fileIds) {
        try {
          FileMetadata file = client.metadata(fileId);
          if (!json && !titled) {
            console.out().println("     FILE ID             SIZE   BLOCKS  COMPRESSION  ENCRYPTED");
            titled = true;
          }
          show(file);
        } catch (DirectIOException e) {
          if (json) {
            showFailure(fileId, e);
          }
          if (e.code().isFatal() || fileIds.size() == 1) {
            throw e;
          }
          failures.merge(e.code(), 1L, Long::sum);
          ErrorLines.print(console.err(), e, false);
        }
        console.checkReader();
      }
    }
    return ExitCode.ofFiles(fileIds.size(), failures).number();
  }

  private void show(FileMetadata file) {
    String compression = file.compression().name().toLowerCase(Locale.ROOT);
    if (json) {
      JsonLine.print(
          console.out(),
          line -> {
            line.writeNumberField("file_id", file.file().fileId());
            line.writeNumberField("size", file.size());
            line.writeNumberField("blocks", file.blocks());
            line.writeStringField("compression", compression);
            line.writeBooleanField("encrypted", file.encrypted());
            line.writeNullField("error");
          });
    } else {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%12d  %,15d  %,7d  %-11s  %s%n",
              file.file().fileId(),
              file.size(),
              file.blocks(),
              compression,
              file.encrypted() ? "yes" : "no");
    }
  }

  private void showFailure(long fileId, DirectIOException failure) {
    JsonLine.print(
        console.out(),
        line -> {
          line.writeNumberField("file_id", fileId);
          line.writeObjectFieldStart("error");
          line.writeStringField("code", failure.code().text());
          line.writeStringField("message", failure.getMessage());
          line.writeEndObject();
        });
  }
}
