// SPDX-License-Identifier: Apache-2.0
package io.directio.examples;

import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.flink.DirectIOExport;
import io.directio.flink.source.FileSelection;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalContext;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports files of a portal to a directory that all workers share, or to a bucket of S3. */
@Command(
    name = "flink run flink-export.jar",
    description = "Exports files of a portal to a directory that all workers share, or to S3.",
    footer = {
      "Credentials: DIRECTIO_ACCESS_KEY_ID and DIRECTIO_SECRET_ACCESS_KEY, on every worker;",
      "for folders DIRECTIO_USER and DIRECTIO_PASSWORD as well, on the JobManager;",
      "for S3, where the AWS SDK finds them on every worker."
    })
public final class FlinkExport {

  @Option(names = "--portal", required = true, description = "URL of the portal.")
  private URI portal;

  @ArgGroup(multiplicity = "1")
  private Files files;

  @Option(
      names = "--to",
      required = true,
      description = "Directory for the files, or s3://bucket/prefix.")
  private String to;

  @Option(names = "--s3-endpoint", description = "The S3 service, if it is not Amazon's own.")
  private URI s3Endpoint;

  @Option(names = "--s3-region", description = "The bucket's region.")
  private String s3Region;

  @Option(names = "--s3-path-style", description = "Name the bucket in the path of URLs.")
  private boolean s3PathStyle;

  @Option(names = "--team-portal", description = "Folders of a user of the team portal.")
  private boolean teamPortal;

  @Option(names = "--follow", description = "Of folders: go on with what changes, for ever.")
  private boolean follow;

  @Option(
      names = "--delete",
      description = "With --follow: remove what is deleted or renamed at the portal.")
  private boolean delete;

  @Option(names = "--credentials-file", description = "File with the credentials, on every worker.")
  private String credentialsFile;

  @Option(names = "--max-transfer-rate", description = "From the storage, in a second: 50mb.")
  private String maxTransferRate = "0";

  @Option(names = "--max-requests-per-second", description = "To portal and storage: 100.")
  private double maxRequestsPerSecond;

  @Option(names = "--fail-fast", description = "Stop at the first file that fails.")
  private boolean failFast;

  @Option(
      names = "--restarts",
      description =
          "Start again so often, a second apart, when the job has failed; without it, what the"
              + " cluster is configured to do.")
  private Integer restarts;

  @Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
  private boolean help;

  private static final class Files {
    @Option(names = "--file-id", split = ",", description = "Files by their ids; may be repeated.")
    private long[] ids;

    @Option(names = "--ids-file", description = "File with an id in each line.")
    private String idsFile;

    @Option(names = "--folder-id", split = ",", description = "Cloud drive folders by their ids.")
    private List<Long> folderIds;

    @Option(names = "--all-folders", description = "All cloud drive folders that the user sees.")
    private boolean allFolders;
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
    job.configureRestarts(env);
    job.addTo(env);
    env.execute("Export from " + job.portal.getHost());
  }

  private void configureRestarts(StreamExecutionEnvironment env) {
    if (restarts != null) {
      Configuration restarting = new Configuration();
      restarting.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      restarting.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
      restarting.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
      env.configure(restarting);
    }
  }

  private FileSelection selection() {
    if (files.allFolders || files.folderIds != null) {
      NotificationOptions folders =
          NotificationOptions.builder()
              .context(teamPortal ? PortalContext.SERVICES_PORTAL : PortalContext.ADMIN)
              .folderIds(files.allFolders ? List.of() : files.folderIds)
              .build();
      return follow ? FileSelection.follow(folders) : FileSelection.folders(folders);
    }
    if (follow) {
      throw new IllegalArgumentException("--follow is for --folder-id and --all-folders");
    }
    return files.idsFile == null
        ? FileSelection.ids(files.ids)
        : FileSelection.idsFile(files.idsFile);
  }

  private DestinationSpec destination() {
    return S3DestinationSpec.isS3(to)
        ? S3DestinationSpec.of(to)
            .withEndpoint(s3Endpoint)
            .withRegion(s3Region)
            .withPathStyle(s3PathStyle)
        : LocalDestinationSpec.in(Path.of(to));
  }

  private void addTo(StreamExecutionEnvironment env) {
    CredentialsSource credentials =
        credentialsFile == null
            ? CredentialsSource.environment()
            : CredentialsSource.file(credentialsFile);
    ClientOptions client =
        ClientOptions.builder(portal)
            .credentials(credentials)
            .maxTransferRate(MemorySize.parseBytes(maxTransferRate))
            .maxRequestsPerSecond(maxRequestsPerSecond)
            .build();
    DirectIOExport.from(client)
        .files(selection())
        .to(destination())
        .deletions(delete)
        .failFast(failFast)
        .addTo(env)
        .print("failed"); // Each failed file; they are in the manifest as well.
  }
}
