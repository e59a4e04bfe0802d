// SPDX-License-Identifier: Apache-2.0
package io.directio.examples.documents;

import io.directio.ManifestEntry;
import io.directio.beam.DirectIO;
import io.directio.beam.coders.ManifestEntryCoder;
import io.directio.notify.NotificationOptions;
import io.directio.portal.CredentialsSource;
import io.directio.portal.PortalContext;
import io.directio.read.ClientOptions;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.Validation.Required;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.errorhandling.BadRecord;
import org.apache.beam.sdk.transforms.errorhandling.ErrorHandler.BadRecordErrorHandler;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/** Extracts the text of the documents in folders of a portal, for a search index. */
public final class DocumentText {

  /** What the program takes, besides the options of Beam and its runner. */
  public interface Options extends PipelineOptions {
    @Description(
        "URL of the portal. Credentials, in the environment of every worker:"
            + " DIRECTIO_ACCESS_KEY_ID, DIRECTIO_SECRET_ACCESS_KEY, DIRECTIO_USER and"
            + " DIRECTIO_PASSWORD.")
    @Required
    String getPortal();

    void setPortal(String url);

    @Description("Cloud drive folders. Default: all that the user may see.")
    List<Long> getFolderIds();

    void setFolderIds(List<Long> ids);

    @Description("Whether folders are asked for as the portal's global administrator.")
    @Default.Boolean(true)
    boolean isGlobalAdmin();

    void setGlobalAdmin(boolean admin);

    @Description("Where the lines go, such as gs://bucket/documents; .jsonl is appended.")
    @Required
    String getTo();

    void setTo(String prefix);

    @Description("Where the lines of documents that failed go; default: --to with -failed.")
    String getReport();

    void setReport(String prefix);

    @Description("Larger files, in bytes, are not read but reported.")
    @Default.Long(8 << 20)
    long getMaxBytes();

    void setMaxBytes(long bytes);

    @Description("Characters of a document that are kept.")
    @Default.Integer(1_000_000)
    int getMaxCharacters();

    void setMaxCharacters(int characters);

    @Description("Seconds that a document may take.")
    @Default.Integer(30)
    int getTimeoutSeconds();

    void setTimeoutSeconds(int seconds);

    @Description("File with the credentials, on every worker, instead of the environment.")
    String getCredentialsFile();

    void setCredentialsFile(String path);
  }

  private DocumentText() {}

  public static void main(String[] arguments) {
    PipelineOptionsFactory.register(Options.class);
    Options options = PipelineOptionsFactory.fromArgs(arguments).withValidation().as(Options.class);
    Pipeline pipeline = Pipeline.create(options);
    BadRecordErrorHandler<PCollection<String>> unread =
        pipeline.registerBadRecordErrorHandler(new Unread());
    PCollectionTuple extracted =
        pipeline
            .apply("Files", DirectIO.filesIn(client(options), folders(options)))
            .apply(
                "Read",
                DirectIO.readFiles(client(options))
                    .withMaxBytes(options.getMaxBytes())
                    .withErrorHandler(unread))
            .apply(
                "Extract text",
                ParDo.of(new ExtractFn(options.getMaxCharacters(), options.getTimeoutSeconds()))
                    .withOutputTags(ExtractFn.DOCUMENTS, TupleTagList.of(ExtractFn.FAILED)));
    unread.close();
    extracted
        .get(ExtractFn.DOCUMENTS)
        .apply("Documents", TextIO.write().to(options.getTo()).withSuffix(".jsonl"));
    PCollectionList.of(extracted.get(ExtractFn.FAILED))
        .and(unread.getOutput())
        .apply("All failures", Flatten.pCollections())
        .apply("Report", TextIO.write().to(report(options)).withSuffix(".jsonl"));
    pipeline.run().waitUntilFinish();
  }

  private static String report(Options options) {
    return options.getReport() == null ? options.getTo() + "-failed" : options.getReport();
  }

  private static NotificationOptions folders(Options options) {
    NotificationOptions.Builder folders = NotificationOptions.builder();
    if (options.getFolderIds() != null) {
      folders.folderIds(options.getFolderIds());
    }
    if (!options.isGlobalAdmin()) {
      folders.context(PortalContext.SERVICES_PORTAL);
    }
    return folders.build();
  }

  private static ClientOptions client(Options options) {
    CredentialsSource credentials =
        options.getCredentialsFile() == null
            ? CredentialsSource.environment()
            : CredentialsSource.file(options.getCredentialsFile());
    return ClientOptions.builder(URI.create(options.getPortal())).credentials(credentials).build();
  }

  /** What could not be read, as lines. */
  private static final class Unread
      extends PTransform<PCollection<BadRecord>, PCollection<String>> {
    private static final long serialVersionUID = 1L;

    @Override
    public PCollection<String> expand(PCollection<BadRecord> bad) {
      return bad.apply("Describe", ParDo.of(new DescribeFn()));
    }
  }

  private static final class DescribeFn extends DoFn<BadRecord, String> {
    private static final long serialVersionUID = 1L;

    @ProcessElement
    public void process(@Element BadRecord bad, OutputReceiver<String> lines) throws IOException {
      ManifestEntry file =
          CoderUtils.decodeFromByteArray(
              ManifestEntryCoder.of(), bad.getRecord().getEncodedRecord());
      lines.output(ExtractFn.failure(file.fileId(), file.path(), file.error().message()));
    }
  }
}
