// SPDX-License-Identifier: Apache-2.0
package io.directio.examples;

import io.directio.flink.DirectIOExport;
import io.directio.flink.source.FileSelection;
import io.directio.portal.CredentialsSource;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports files of a portal to a directory that all workers share. */
@Command(
    name = "flink run flink-export.jar",
    description = "Exports files of a portal to a directory that all workers share.",
    footer = "Credentials: DIRECTIO_ACCESS_KEY_ID and DIRECTIO_SECRET_ACCESS_KEY, on every worker.")
public final class FlinkExport {

  @Option(names = "--portal", required = true, description = "URL of the portal.")
  private URI portal;

  @ArgGroup(multiplicity = "1")
  private Files files;

  @Option(names = "--to", required = true, description = "Directory for the files.")
  private Path to;

  @Option(names = "--credentials-file", description = "File with the credentials, on every worker.")
  private String credentialsFile;

  @Option(names = "--fail-fast", description = "Stop at the first file that fails.")
  private boolean failFast;

  @Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
  private boolean help;

  private static final class Files {
    @Option(names = "--file-id", split = ",", description = "Files by their ids; may be repeated.")
    private long[] ids;

    @Option(names = "--ids-file", description = "File with an id in each line.")
    private String idsFile;

    FileSelection selection() {
      return idsFile == null ? FileSelection.ids(ids) : FileSelection.idsFile(idsFile);
    }
  }

  public static void main(String[] arguments) throws Exception {
    FlinkExport job = CommandLine.populateCommand(new FlinkExport(), arguments);
    if (job.help) {
      CommandLine.usage(job, System.out);
      return;
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    if (!env.getCheckpointConfig().isCheckpointingEnabled()) {
      env.enableCheckpointing(10_000); // Files appear with each checkpoint.
    }
    job.addTo(env);
    env.execute("Export from " + job.portal.getHost());
  }

  private void addTo(StreamExecutionEnvironment env) {
    CredentialsSource credentials =
        credentialsFile == null
            ? CredentialsSource.environment()
            : CredentialsSource.file(credentialsFile);
    DirectIOExport.from(ClientOptions.builder(portal).credentials(credentials).build())
        .files(files.selection())
        .to(to)
        .failFast(failFast)
        .addTo(env)
        .print("failed"); // Each failed file; they are in the manifest as well.
  }
}
