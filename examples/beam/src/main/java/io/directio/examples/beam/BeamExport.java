// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.beam;

import io.directio.FileRef;
import io.directio.ManifestEntry;
import io.directio.assemble.DestinationSpec;
import io.directio.assemble.LocalDestinationSpec;
import io.directio.assemble.s3.S3DestinationSpec;
import io.directio.beam.DirectIO;
import io.directio.beam.filesystem.FileSystemDestinationSpec;
import io.directio.beam.write.WriteResult;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalContext;
import io.directio.read.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/** Exports files of a portal to a directory that all workers share, or to a bucket. */
public final class BeamExport {

  /** What the program takes, besides the options of Beam and its runner. */
  public interface Options extends PipelineOptions {
    @Description(
        "URL of the portal. Credentials: DIRECTIO_ACCESS_KEY_ID and"
            + " DIRECTIO_SECRET_ACCESS_KEY in the environment of every worker.")
    @Required
    String getPortal();

    void setPortal(String url);

    @Description("Files by their ids; or one of --idsFile, --folderIds, --allFolders.")
    List<Long> getFileIds();

    void setFileIds(List<Long> ids);

    @Description("File, or pattern, with an id in each line.")
    String getIdsFile();

    void setIdsFile(String path);

    @Description("What is in these cloud drive folders. Takes DIRECTIO_USER and DIRECTIO_PASSWORD.")
    List<Long> getFolderIds();

    void setFolderIds(List<Long> ids);

    @Description("What is in all folders that the user may see.")
    boolean isAllFolders();

    void setAllFolders(boolean all);

    @Description("Whether folders are asked for as the portal's global administrator.")
    @Default.Boolean(true)
    boolean isGlobalAdmin();

    void setGlobalAdmin(boolean admin);

    @Description(
        "Where the files go: a directory that all workers share, s3://bucket/prefix, or another"
            + " of Beam's file systems, such as gs://bucket/prefix.")
    @Required
    String getTo();

    void setTo(String to);

    @Description("Where to list the files that failed; default: only in the manifest.")
    String getReport();

    void setReport(String path);

    @Description("Bytes a second that a worker fetches at most; default: as many as it can.")
    @Default.Long(0)
    long getMaxTransferRate();

    void setMaxTransferRate(long bytes);

    @Description("Requests a second that a worker sends at most, to portal and storage together.")
    @Default.Double(0)
    double getMaxRequestsPerSecond();

    void setMaxRequestsPerSecond(double requests);

    @Description("File with the credentials, on every worker, instead of the environment.")
    String getCredentialsFile();

    void setCredentialsFile(String path);
  }

  private BeamExport() {}

  public static void main(String[] arguments) {
    PipelineOptionsFactory.register(Options.class);
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    WriteResult result =
        pipeline
            .apply("Files", files(options))
            .apply("Export", DirectIO.export(client(options), destination(options.getTo())));
    if (options.getReport() != null) {
      result
          .failed()
          .apply("Describe", MapElements.into(TypeDescriptors.strings()).via(BeamExport::text))
          .apply("Report", TextIO.write().to(options.getReport()).withoutSharding());
    }
    pipeline.run().waitUntilFinish();
  }

  private static PTransform<PBegin, PCollection<FileRef>> files(Options options) {
    if (options.getIdsFile() != null) {
      return DirectIO.fileIdsIn(options.getIdsFile());
    }
    if (options.getFileIds() != null) {
      return DirectIO.fileIds(options.getFileIds().stream().mapToLong(Long::longValue).toArray());
    }
    if (options.getFolderIds() == null && !options.isAllFolders()) {
      throw new IllegalArgumentException(
          "Say what to export: --fileIds, --idsFile, --folderIds or --allFolders");
    }
    NotificationOptions.Builder folders = NotificationOptions.builder();
    if (options.getFolderIds() != null) {
      folders.folderIds(options.getFolderIds());
    }
    if (!options.isGlobalAdmin()) {
      folders.context(PortalContext.SERVICES_PORTAL);
    }
    return DirectIO.filesIn(client(options), folders.build());
  }

  private static DestinationSpec destination(String to) {
    if (S3DestinationSpec.isS3(to)) {
      return S3DestinationSpec.of(to);
    }
    return to.contains("://")
        ? FileSystemDestinationSpec.in(to)
        : LocalDestinationSpec.in(Path.of(to));
  }

  private static ClientOptions client(Options options) {
    CredentialsSource credentials =
        options.getCredentialsFile() == null
            ? CredentialsSource.environment()
            : CredentialsSource.file(options.getCredentialsFile());
    return ClientOptions.builder(URI.create(options.getPortal()))
        .credentials(credentials)
        .maxTransferRate(options.getMaxTransferRate())
        .maxRequestsPerSecond(options.getMaxRequestsPerSecond())
        .build();
  }

  private static String text(ManifestEntry row) {
    return row.fileId() + "\t" + row.error().code().text() + "\t" + row.error().message();
  }
}
